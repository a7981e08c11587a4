// One conversation with tools and reasoning, whole and streamed, and what must be refused. Prints what was seen as JSON.
import {
  BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand, CountTokensCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const [endpoint, modelId] = process.argv.slice(2);
const connect = (secretAccessKey) => new BedrockRuntimeClient({
  endpoint, region: "eu-central-1", maxAttempts: 1, credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey },
  // Without TLS there is nothing to agree on HTTP/2 with, which this SDK takes for granted.
  requestHandler: new NodeHttpHandler(),
});
const client = connect("secret");

const request = (messages) => ({
  modelId,
  system: [{ text: "Be brief; “quotes” & <tags> stay as they are." }, { cachePoint: { type: "default" } }],
  messages: messages.map((message, i) => i === messages.length - 1
    ? { ...message, content: [...message.content, { cachePoint: { type: "default" } }] }
    : message),
  inferenceConfig: { maxTokens: 500, temperature: 0.2, topP: 0.9 },
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: "read_file",
          description: "Reads a file.",
          inputSchema: { json: { type: "object", properties: { path: { type: "string" }, lines: { type: "integer", minimum: 1 } }, required: ["path"] } },
        },
      },
      { cachePoint: { type: "default" } },
    ],
  },
  additionalModelRequestFields: { top_k: 20, thinking: { type: "enabled", budget_tokens: 1024 } },
  requestMetadata: { "arena.task": "task_01", "arena.run": "2" },
});

async function whole(messages) {
  const response = await client.send(new ConverseCommand(request(messages)));
  return { message: response.output.message, stopReason: response.stopReason, usage: response.usage };
}

async function streamed(messages) {
  const response = await client.send(new ConverseStreamCommand(request(messages)));
  const blocks = [];
  const seen = { message: { role: "assistant", content: blocks } };
  for await (const event of response.stream) {
    if (event.contentBlockStart) {
      blocks[event.contentBlockStart.contentBlockIndex] = { toolUse: { ...event.contentBlockStart.start.toolUse, input: "" } };
    } else if (event.contentBlockDelta) {
      const { contentBlockIndex: index, delta } = event.contentBlockDelta;
      if (delta.text !== undefined) {
        blocks[index] = { text: (blocks[index]?.text ?? "") + delta.text };
      } else if (delta.toolUse) {
        blocks[index].toolUse.input += delta.toolUse.input;
      } else if (delta.reasoningContent?.redactedContent) {
        blocks[index] = { reasoningContent: { redactedContent: delta.reasoningContent.redactedContent } };
      } else if (delta.reasoningContent) {
        const text = (blocks[index] ??= { reasoningContent: { reasoningText: { text: "" } } }).reasoningContent.reasoningText;
        text.text += delta.reasoningContent.text ?? "";
        if (delta.reasoningContent.signature) text.signature = delta.reasoningContent.signature;
      }
    } else if (event.contentBlockStop) {
      const block = blocks[event.contentBlockStop.contentBlockIndex];
      if (block?.toolUse) block.toolUse.input = JSON.parse(block.toolUse.input);
    } else if (event.messageStop) {
      seen.stopReason = event.messageStop.stopReason;
    } else if (event.metadata) {
      seen.usage = event.metadata.usage;
    }
  }
  return seen;
}

async function converse(send) {
  const messages = [{ role: "user", content: [{ text: "Go, and mind 中😀." }] }];
  const answers = [];
  for (;;) {
    const answer = await send(messages);
    answers.push({
      stopReason: answer.stopReason,
      text: answer.message.content.filter((block) => block.text).map((block) => block.text).join(""),
      tools: answer.message.content.filter((block) => block.toolUse).map((block) => block.toolUse),
      input: answer.usage.inputTokens, output: answer.usage.outputTokens,
    });
    messages.push(answer.message);
    const uses = answer.message.content.filter((block) => block.toolUse);
    if (uses.length === 0) return answers;
    messages.push({
      role: "user",
      content: uses.map(({ toolUse }, i) => ({
        toolResult: {
          toolUseId: toolUse.toolUseId,
          content: [{ text: `result ${i + 1} of ${toolUse.name}` }],
          ...(i === 1 ? { status: "error" } : {}),
        },
      })),
    });
  }
}

async function refusal(action) {
  try {
    await action();
    return "nothing was refused";
  } catch (error) {
    return `${error.name} ${error.$metadata?.httpStatusCode}: ${error.message.split("\n")[0]}`;
  }
}

const seen = { whole: await converse(whole), streamed: await converse(streamed) };
const hello = { modelId, messages: [{ role: "user", content: [{ text: "Hello." }] }] };
const { modelId: _, ...input } = hello;
seen.tokens = (await client.send(new CountTokensCommand({ modelId, input: { converse: input } }))).inputTokens;
seen.wrongSecret = await refusal(() => connect("wrong").send(new ConverseCommand(hello)));
seen.unanswered = await refusal(() => client.send(new ConverseCommand({
  ...request([
    ...hello.messages,
    { role: "assistant", content: [{ toolUse: { toolUseId: "a", name: "read_file", input: {} } }] },
    { role: "user", content: [{ text: "And?" }] },
  ]),
})));
console.log(JSON.stringify(seen));
