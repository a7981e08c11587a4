// One conversation with tools and reasoning, whole and streamed, and what must be refused. Prints what was seen as JSON.
import OpenAI from "openai";

const [baseURL, model] = process.argv.slice(2);
const connect = (apiKey) => new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const client = connect("arena-simulated-key");

const request = (messages) => ({
  model,
  messages,
  max_completion_tokens: 500,
  temperature: 0.2,
  top_p: 0.9,
  tools: [{
    type: "function",
    function: {
      name: "read_file",
      description: "Reads a file.",
      parameters: { type: "object", properties: { path: { type: "string" }, lines: { type: "integer", minimum: 1 } }, required: ["path"] },
    },
  }],
  metadata: { "arena.task": "task_01", "arena.run": "2" },
});

async function whole(messages) {
  const { choices: [{ message, finish_reason }], usage } = await client.chat.completions.create(request(messages));
  return { message, finishReason: finish_reason, usage };
}

async function streamed(messages) {
  const stream = await client.chat.completions.create({ ...request(messages), stream: true, stream_options: { include_usage: true } });
  const message = { role: "assistant", content: "" };
  const seen = { message };
  for await (const { choices: [choice], usage } of stream) {
    if (usage) seen.usage = usage;
    if (!choice) continue;
    message.content += choice.delta.content ?? "";
    if (choice.delta.reasoning_content) message.reasoning_content = (message.reasoning_content ?? "") + choice.delta.reasoning_content;
    for (const { index, id, type, function: piece } of choice.delta.tool_calls ?? []) {
      const call = ((message.tool_calls ??= [])[index] ??= { id, type, function: { name: piece.name, arguments: "" } });
      call.function.arguments += piece.arguments ?? "";
    }
    if (choice.finish_reason) seen.finishReason = choice.finish_reason;
  }
  return seen;
}

async function helped(messages) {
  // The client's own way of putting a stream together, which keeps no more than the last piece of what it does not know.
  const stream = client.chat.completions.stream({ ...request(messages), stream_options: { include_usage: true } });
  const completion = await stream.finalChatCompletion();
  const { message, finish_reason } = completion.choices[0];
  delete message.reasoning_content;
  return { message, finishReason: finish_reason, usage: completion.usage };
}

async function converse(send) {
  const messages = [
    { role: "system", content: "Be brief; “quotes” & <tags> stay as they are." },
    { role: "user", content: "Go, and mind 中😀." },
  ];
  const answers = [];
  for (;;) {
    const { message, finishReason, usage } = await send(messages);
    const calls = message.tool_calls ?? [];
    answers.push({
      finishReason,
      text: message.content ?? "",
      reasoning: message.reasoning_content ?? "",
      tools: calls.map((call) => ({ id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments) })),
      input: usage.prompt_tokens, cached: usage.prompt_tokens_details.cached_tokens,
      output: usage.completion_tokens, reasoned: usage.completion_tokens_details.reasoning_tokens,
    });
    if (calls.length === 0) return answers;
    messages.push({
      role: "assistant", content: message.content || null,
      ...(message.reasoning_content ? { reasoning_content: message.reasoning_content } : {}),
      tool_calls: calls.map(({ id, type, function: { name, arguments: text } }) => ({ id, type, function: { name, arguments: text } })),
    });
    calls.forEach(({ id, function: { name } }, i) => messages.push({ role: "tool", tool_call_id: id, content: `result ${i + 1} of ${name}` }));
  }
}

async function refusal(action) {
  try {
    await action();
    return "nothing was refused";
  } catch (error) {
    return `${error.constructor.name} ${error.status} ${error.code}: ${error.error?.message} (${error.requestID ? "with" : "without"} an id)`;
  }
}

const seen = { whole: await converse(whole), streamed: await converse(streamed), helped: await converse(helped) };
const hello = { model, messages: [{ role: "user", content: "Hello." }] };
seen.models = (await client.models.list()).data.map(({ id }) => id);
seen.wrongKey = await refusal(() => connect("wrong").chat.completions.create(hello));
seen.unanswered = await refusal(() => client.chat.completions.create(request([
  ...hello.messages,
  { role: "assistant", content: null, tool_calls: [{ id: "a", type: "function", function: { name: "read_file", arguments: "{}" } }] },
  { role: "user", content: "And?" },
])));
seen.unknownField = await refusal(() => client.chat.completions.create({ ...hello, colour: "red" }));
console.log(JSON.stringify(seen));
