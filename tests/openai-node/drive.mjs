// Drives a running JanusCluster with the official openai package: nothing is set but the base address and the key.
// Usage: JANUS_ENDPOINT=http://127.0.0.1:5080 JANUS_API_KEY=… node drive.mjs PNG_FILE
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import OpenAI, { toFile } from 'openai';

const client = new OpenAI({ baseURL: `${process.env.JANUS_ENDPOINT}/v1`, apiKey: process.env.JANUS_API_KEY, maxRetries: 2 });
const picture = readFileSync(process.argv[2]);
const pictureUri = `data:image/png;base64,${picture.toString('base64')}`;
const pngHead = '89504e470d0a1a0a';
const isPng = (base64) => Buffer.from(base64, 'base64').subarray(0, 8).toString('hex') === pngHead;

const steps = {
  async models() {
    const models = [];
    for await (const model of client.models.list()) models.push(model);
    assert.equal(models.length, 1);
    assert.equal((await client.models.retrieve(models[0].id)).id, models[0].id);
    return models[0].id;
  },

  async images(model) {
    const inline = await client.images.generate({ model, prompt: 'a red circle', n: 2, response_format: 'b64_json' });
    assert.equal(inline.data.length, 2);
    assert.ok(inline.data.every((image) => isPng(image.b64_json)));
    const linked = await client.images.generate({ model, prompt: 'a red circle', response_format: 'url' });
    const fetched = Buffer.from(await (await fetch(linked.data[0].url)).arrayBuffer());
    assert.equal(fetched.subarray(0, 8).toString('hex'), pngHead);
    // The seed makes the same picture again.
    const again = await client.images.generate({ model, prompt: 'a red circle', seed: inline.data[0].seed, response_format: 'b64_json' });
    assert.equal(again.data[0].seed, inline.data[0].seed);
  },

  async streamedImages(model) {
    const stream = await client.images.generate({ model, prompt: 'a blue star', stream: true, partial_images: 2 });
    const types = [];
    for await (const event of stream) {
      types.push(event.type);
      assert.ok(isPng(event.b64_json), event.type);
    }
    assert.equal(types.at(-1), 'image_generation.completed');
    assert.ok(types.slice(0, -1).every((type) => type === 'image_generation.partial_image'));
  },

  async chat(model) {
    const completion = await client.chat.completions.create({
      model, max_tokens: 12, temperature: 0, messages: [{ role: 'system', content: 'Answer briefly.' }, { role: 'user', content: 'What is this?' }],
    });
    assert.equal(completion.choices[0].message.role, 'assistant');
    assert.ok(['stop', 'length'].includes(completion.choices[0].finish_reason));
    assert.ok(completion.usage.prompt_tokens > 0 && completion.usage.completion_tokens > 0);
    const several = await client.chat.completions.create({
      model, n: 2, max_tokens: 6, logprobs: true, top_logprobs: 3, seed: 5, messages: [{ role: 'user', content: 'Say something.' }],
    });
    assert.deepEqual(several.choices.map((choice) => choice.index), [0, 1]);
    const logprobs = several.choices[0].logprobs.content;
    assert.ok(logprobs.length > 0 && logprobs.every((one) => one.logprob <= 0 && one.top_logprobs.length === 3));
  },

  async streamedChatWithImages(model) {
    const request = {
      model, max_tokens: 12, temperature: 0,
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: pictureUri } }, { type: 'text', text: 'What is in the picture?' }] }],
    };
    const whole = await client.chat.completions.create(request);
    const stream = await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } });
    let text = '', usage = null, finish = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].message.content);
    assert.equal(finish, whole.choices[0].finish_reason);
    assert.deepEqual(usage.total_tokens, whole.usage.total_tokens);
  },

  async responses(model) {
    const first = await client.responses.create({
      model, max_output_tokens: 8, temperature: 0, instructions: 'Answer briefly.',
      input: [{ role: 'user', content: [{ type: 'input_image', image_url: pictureUri }, { type: 'input_text', text: 'What is this?' }] }],
    });
    assert.ok(['completed', 'incomplete'].includes(first.status));
    const second = await client.responses.create({ model, max_output_tokens: 8, temperature: 0, previous_response_id: first.id, input: 'And why?' });
    assert.equal(second.previous_response_id, first.id);
    assert.ok(second.usage.input_tokens > first.usage.output_tokens);
    const kept = await client.responses.retrieve(second.id);
    assert.equal(kept.output_text, second.output_text);
    assert.equal(kept.previous_response_id, first.id);
    const asked = await client.responses.inputItems.list(second.id);
    assert.ok(asked.data.length >= 3);

    const stream = await client.responses.create({ model, max_output_tokens: 8, temperature: 0, previous_response_id: first.id, input: 'And why?', stream: true });
    const types = [];
    let text = '';
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    assert.equal(types[0], 'response.created');
    assert.ok(['response.completed', 'response.incomplete'].includes(types.at(-1)));
    // Two that go on behind the same response are the same answer.
    assert.equal(text, second.output_text);
    await client.responses.delete(second.id);
    await assert.rejects(client.responses.retrieve(second.id), { status: 404 });
  },

  async conversations(model) {
    const conversation = await client.conversations.create({ metadata: { topic: 'test' } });
    const response = await client.responses.create({ model, conversation: conversation.id, max_output_tokens: 6, input: 'Hello.' });
    assert.equal(response.conversation.id, conversation.id);
    const items = await client.conversations.items.list(conversation.id);
    assert.equal(items.data.length, 2);
    await client.conversations.delete(conversation.id);
    await assert.rejects(client.conversations.retrieve(conversation.id), { status: 404 });
  },

  async filesAndBatches(model) {
    const lines = [
      { custom_id: 'picture', method: 'POST', url: '/v1/images/generations', body: { model, prompt: 'a green square' } },
      { custom_id: 'answer', method: 'POST', url: '/v1/chat/completions', body: { model, max_tokens: 6, messages: [{ role: 'user', content: 'Hello.' }] } },
      { custom_id: 'wrong', method: 'POST', url: '/v1/images/generations', body: { model, prompt: 'a green square', n: 0 } },
    ];
    const file = await client.files.create({ purpose: 'batch', file: await toFile(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')), 'batch.jsonl') });
    assert.equal((await client.files.retrieve(file.id)).filename, 'batch.jsonl');
    let batch = await client.batches.create({ input_file_id: file.id, endpoint: '/v1/images/generations', completion_window: '24h' });
    for (let i = 0; i < 600 && !['completed', 'failed', 'expired', 'cancelled'].includes(batch.status); i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      batch = await client.batches.retrieve(batch.id);
    }
    assert.equal(batch.status, 'completed');
    assert.deepEqual({ ...batch.request_counts }, { total: 3, completed: 2, failed: 1 });
    const parse = async (id) => (await (await client.files.content(id)).text()).trim().split('\n').map((line) => JSON.parse(line));
    const output = await parse(batch.output_file_id);
    assert.deepEqual(output.map((line) => line.custom_id), ['picture', 'answer']);
    assert.ok(output[0].response.body.data[0].url && output[1].response.body.choices[0].message);
    const errors = await parse(batch.error_file_id);
    assert.deepEqual(errors.map((line) => line.custom_id), ['wrong']);
    await client.files.delete(file.id);
    await assert.rejects(client.files.retrieve(file.id), { status: 404 });
  },

  async errors(model) {
    await assert.rejects(client.images.generate({ model, prompt: 'x', size: '1024x1024' }), (e) => e.status === 400 && e.param === 'size');
    await assert.rejects(client.chat.completions.create({ model: 'unknown', messages: [{ role: 'user', content: 'x' }] }), { status: 404 });
    const stranger = new OpenAI({ baseURL: client.baseURL, apiKey: 'wrong', maxRetries: 0 });
    await assert.rejects(stranger.models.list(), { status: 401 });
  },
};

const model = await steps.models();
for (const [name, step] of Object.entries(steps)) {
  await step(model);
  console.log(`ok ${name}`);
}
