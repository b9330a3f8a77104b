// Reads JSON objects from standard input, one a line, and writes a line for each: "ok", or what its schema says is wrong.
import { createInterface } from "node:readline";

const homes = {
  "keda.sh": "@kubernetes-models/keda",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
};

for await (const line of createInterface({ input: process.stdin })) {
  const object = JSON.parse(line);
  try {
    const home = homes[object.apiVersion.split("/")[0]] ?? "kubernetes-models";
    const { [object.kind]: Model } = await import(`${home}/${object.apiVersion}/${object.kind}`);
    new Model(object).validate();
    console.log("ok");
  } catch (error) {
    console.log(error.message.replaceAll("\n", " "));
  }
}
