// Has the official package verify an event that a webhook was sent. Standard input: {"secret", "headers", "body"}; prints the event's type.
import OpenAI from "openai";
import { text } from "node:stream/consumers";

const { secret, headers, body } = JSON.parse(await text(process.stdin));
const client = new OpenAI({ apiKey: "none" });
const event = await client.webhooks.unwrap(body, headers, secret);
console.log(event.type);
