import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trial } from '../../lib/try/trial.js';
import { folderWith, ownCommand, runCommand } from './commands.js';
import { generate, pythonExecutable, type PythonEnvironment } from './experiments.js';

/**
 * An app that asks with one library, and gives back what that library returns in each of its forms: which one, the
 * question says. So one trial sees all of them, on one section 4.
 */
interface LibraryCase {
  readonly library: string;
  readonly imports: string;
  /** Python that makes the client, which the forms call `client`; none where the module itself is asked. */
  readonly client?: string;
  readonly forms: Readonly<Record<string, string>>;
  /** The same of the async client, in a method of a class that makes it. */
  readonly asyncClient?: string;
  readonly asyncForms: Readonly<Record<string, string>>;
  /** What section 1 asserts beside Datadog's keys. */
  readonly asserted: readonly string[];
  readonly installed: string;
}

const CHAT = 'model="m", messages=messages';
const CLAUDE = 'model="claude-haiku-4-5", max_tokens=100, messages=messages';
const GEMINI = 'model="gemini-2.5-flash", contents=question';
const NOVA = 'modelId="amazon.nova-lite-v1:0"';
const PARTS = 'messages=[{"role": "user", "content": [{"text": question}]}]';
const CLAUDE_ON_BEDROCK =
  'modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"anthropic_version": "x", "max_tokens": 9, "messages": messages})';

const LIBRARIES: readonly LibraryCase[] = [
  {
    library: 'openai',
    imports: 'from openai import AsyncOpenAI, OpenAI',
    client: 'OpenAI()',
    forms: {
      text: `client.chat.completions.create(${CHAT}).choices[0].message.content`,
      chat: `client.chat.completions.create(${CHAT})`,
      chunks: `client.chat.completions.create(${CHAT}, stream=True)`,
      'chat-manager': `client.chat.completions.stream(${CHAT})`,
      completion: 'client.completions.create(model="m", prompt=question)',
      response: 'client.responses.create(model="m", input=question)',
      events: 'client.responses.create(model="m", input=question, stream=True)',
      'response-manager': 'client.responses.stream(model="m", input=question)',
    },
    asyncClient: 'AsyncOpenAI()',
    asyncForms: {
      text: `(await client.chat.completions.create(${CHAT})).choices[0].message.content`,
      chat: `await client.chat.completions.create(${CHAT})`,
      chunks: `await client.chat.completions.create(${CHAT}, stream=True)`,
      'chat-manager': `client.chat.completions.stream(${CHAT})`,
      response: 'await client.responses.create(model="m", input=question)',
      events: 'await client.responses.create(model="m", input=question, stream=True)',
    },
    asserted: ['OPENAI_API_KEY'],
    installed: 'openai',
  },
  {
    library: 'openai, for Azure',
    imports: 'from openai import AsyncAzureOpenAI, AzureOpenAI',
    client: 'AzureOpenAI()',
    forms: {
      text: `client.chat.completions.create(${CHAT}).choices[0].message.content`,
      chat: `client.chat.completions.create(${CHAT})`,
      chunks: `client.chat.completions.create(${CHAT}, stream=True)`,
      response: 'client.responses.create(model="m", input=question)',
    },
    asyncClient: 'AsyncAzureOpenAI()',
    asyncForms: {
      chat: `await client.chat.completions.create(${CHAT})`,
      chunks: `await client.chat.completions.create(${CHAT}, stream=True)`,
    },
    asserted: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT'],
    installed: 'openai',
  },
  {
    library: 'anthropic',
    imports: 'from anthropic import Anthropic, AsyncAnthropic',
    client: 'Anthropic()',
    forms: {
      text: `client.messages.create(${CLAUDE}).content[0].text`,
      message: `client.messages.create(${CLAUDE})`,
      events: `client.messages.create(${CLAUDE}, stream=True)`,
      manager: `client.messages.stream(${CLAUDE})`,
      stream: `client.messages.stream(${CLAUDE}).__enter__()`,
    },
    asyncClient: 'AsyncAnthropic()',
    asyncForms: {
      message: `await client.messages.create(${CLAUDE})`,
      events: `await client.messages.create(${CLAUDE}, stream=True)`,
      manager: `client.messages.stream(${CLAUDE})`,
    },
    asserted: ['ANTHROPIC_API_KEY'],
    installed: 'anthropic',
  },
  {
    library: 'anthropic, for Bedrock',
    imports: 'from anthropic import AnthropicBedrock, AsyncAnthropicBedrock',
    client: 'AnthropicBedrock()',
    forms: {
      text: `client.messages.create(${CLAUDE}).content[0].text`,
      message: `client.messages.create(${CLAUDE})`,
      events: `client.messages.create(${CLAUDE}, stream=True)`,
    },
    asyncClient: 'AsyncAnthropicBedrock()',
    asyncForms: {
      message: `await client.messages.create(${CLAUDE})`,
      events: `await client.messages.create(${CLAUDE}, stream=True)`,
    },
    asserted: ['AWS_REGION', 'AWS_BEARER_TOKEN_BEDROCK'],
    installed: '"anthropic[bedrock]"',
  },
  {
    library: 'google-genai',
    imports: 'from google import genai',
    client: 'genai.Client()',
    forms: {
      text: `client.models.generate_content(${GEMINI}).text`,
      response: `client.models.generate_content(${GEMINI})`,
      chunks: `client.models.generate_content_stream(${GEMINI})`,
      chat: 'client.chats.create(model="gemini-2.5-flash").send_message(question)',
    },
    asyncClient: 'genai.Client()',
    asyncForms: {
      response: `await client.aio.models.generate_content(${GEMINI})`,
      chunks: `await client.aio.models.generate_content_stream(${GEMINI})`,
    },
    asserted: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
    installed: 'google-genai',
  },
  {
    library: 'boto3',
    imports: 'import asyncio\nimport json\n\nimport boto3',
    client: 'boto3.client("bedrock-runtime")',
    forms: {
      text: `client.converse(${NOVA}, ${PARTS})["output"]["message"]["content"][0]["text"]`,
      converse: `client.converse(${NOVA}, ${PARTS})`,
      'converse-stream': `client.converse_stream(${NOVA}, ${PARTS})`,
      'converse-events': `client.converse_stream(${NOVA}, ${PARTS})["stream"]`,
      claude: `client.invoke_model(${CLAUDE_ON_BEDROCK})`,
      'claude-body': `client.invoke_model(${CLAUDE_ON_BEDROCK})["body"]`,
      'claude-stream': `client.invoke_model_with_response_stream(${CLAUDE_ON_BEDROCK})`,
      nova: `client.invoke_model(${NOVA}, body=json.dumps({${PARTS.replace('messages=', '"messages": ')}}))`,
      titan:
        'client.invoke_model(modelId="amazon.titan-text-express-v1", body=json.dumps({"inputText": question}))',
      'titan-stream':
        'client.invoke_model_with_response_stream(modelId="amazon.titan-text-express-v1", body=json.dumps({"inputText": question}))',
      llama:
        'client.invoke_model(modelId="meta.llama3-8b-instruct-v1:0", body=json.dumps({"prompt": question}))',
    },
    asyncClient: 'boto3.client("bedrock-runtime")',
    asyncForms: {
      converse: `await asyncio.to_thread(client.converse, ${NOVA}, ${PARTS})`,
      'converse-stream': `client.converse_stream(${NOVA}, ${PARTS})`,
    },
    asserted: ['AWS_REGION', 'AWS_BEARER_TOKEN_BEDROCK'],
    installed: 'boto3',
  },
  {
    library: 'cohere, version 2',
    imports: 'import cohere',
    client: 'cohere.ClientV2()',
    forms: {
      text: `client.chat(${CHAT}).message.content[0].text`,
      response: `client.chat(${CHAT})`,
      events: `client.chat_stream(${CHAT})`,
    },
    asyncClient: 'cohere.AsyncClientV2()',
    asyncForms: {
      response: `await client.chat(${CHAT})`,
      events: `client.chat_stream(${CHAT})`,
    },
    asserted: ['CO_API_KEY', 'COHERE_API_KEY'],
    installed: 'cohere',
  },
  {
    library: 'cohere, version 1',
    imports: 'import cohere',
    client: 'cohere.Client()',
    forms: {
      text: 'client.chat(message=question).text',
      response: 'client.chat(message=question)',
      events: 'client.chat_stream(message=question)',
    },
    asyncClient: 'cohere.AsyncClient()',
    asyncForms: {
      response: 'await client.chat(message=question)',
      events: 'client.chat_stream(message=question)',
    },
    asserted: ['CO_API_KEY', 'COHERE_API_KEY'],
    installed: 'cohere',
  },
  {
    library: 'mistralai',
    // Its library reads no variable for the origin, so the app has to.
    imports: 'import os\n\nfrom mistralai.client import Mistral',
    client:
      'Mistral(api_key=os.environ["MISTRAL_API_KEY"], server_url=os.environ["OPENAI_BASE_URL"].replace("/v1", ""))',
    forms: {
      text: `client.chat.complete(${CHAT}).choices[0].message.content`,
      response: `client.chat.complete(${CHAT})`,
      events: `client.chat.stream(${CHAT})`,
    },
    asyncClient:
      'Mistral(api_key=os.environ["MISTRAL_API_KEY"], server_url=os.environ["OPENAI_BASE_URL"].replace("/v1", ""))',
    asyncForms: {
      response: `await client.chat.complete_async(${CHAT})`,
      events: `await client.chat.stream_async(${CHAT})`,
    },
    asserted: ['MISTRAL_API_KEY'],
    installed: 'mistralai',
  },
  {
    library: 'ollama',
    imports: 'import ollama',
    forms: {
      text: `ollama.chat(${CHAT})["message"]["content"]`,
      chat: `ollama.chat(${CHAT})`,
      chunks: `ollama.chat(${CHAT}, stream=True)`,
      generate: 'ollama.generate(model="m", prompt=question)',
      pieces: 'ollama.generate(model="m", prompt=question, stream=True)',
    },
    asyncClient: 'ollama.AsyncClient()',
    asyncForms: {
      chat: `await client.chat(${CHAT})`,
      chunks: `await client.chat(${CHAT}, stream=True)`,
      pieces: 'await client.generate(model="m", prompt=question, stream=True)',
    },
    asserted: [],
    installed: 'ollama',
  },
  {
    library: 'litellm',
    imports: 'import litellm',
    forms: {
      text: 'litellm.completion(model="openai/m", messages=messages).choices[0].message.content',
      response: 'litellm.completion(model="openai/m", messages=messages)',
      chunks: 'litellm.completion(model="openai/m", messages=messages, stream=True)',
      claude: 'litellm.completion(model="anthropic/claude-haiku-4-5", messages=messages)',
    },
    asyncForms: {
      response: 'await litellm.acompletion(model="openai/m", messages=messages)',
      chunks: 'await litellm.acompletion(model="openai/m", messages=messages, stream=True)',
      'sync chunks': 'litellm.completion(model="openai/m", messages=messages, stream=True)',
    },
    asserted: [],
    installed: 'litellm',
  },
];

const CAPITALS = [
  ['Peru', 'Lima'],
  ['Chile', 'Santiago'],
  ['Kenya', 'Nairobi'],
  ['Japan', 'Tokyo'],
  ['Ghana', 'Accra'],
  ['Egypt', 'Cairo'],
  ['Norway', 'Oslo'],
  ['Qatar', 'Doha'],
  ['Cuba', 'Havana'],
  ['Fiji', 'Suva'],
  ['Iran', 'Tehran'],
] as const;

/** A record for each form: its question says which one is meant. */
function recordsFor(forms: readonly string[]) {
  return forms.map((form, index) => {
    const [country, capital] = CAPITALS[index] ?? ['', ''];
    return { input_data: { question: `${form}: ${country}?` }, expected_output: capital };
  });
}

function branches(forms: Readonly<Record<string, string>>, indent: string): string {
  return [
    'messages = [{"role": "user", "content": question}]',
    ...Object.entries(forms).flatMap(([form, code]) => [
      `if question.startswith("${form}:"):`,
      `    return ${code}`,
    ]),
    'raise ValueError(question)',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
}

function functionApp({ imports, client, forms }: LibraryCase): string {
  const made = client === undefined ? '' : `client = ${client}\n`;
  return `${imports}\n\n${made}\n\ndef answer(question):\n${branches(forms, '    ')}`;
}

function methodApp({ imports, asyncClient, asyncForms }: LibraryCase): string {
  const made = asyncClient === undefined ? '' : `        self.client = ${asyncClient}\n`;
  const forms = Object.fromEntries(
    Object.entries(asyncForms).map(([form, code]) => [form, code.replace(/\bclient\b/, 'self.client')]),
  );
  return `${imports}\n\n\nclass Bot:\n    def __init__(self):\n        self.name = "bot"\n${made}\n    async def answer(self, question):\n${branches(forms, '        ')}`;
}

/** Generates beside an app, as its owner would, and runs what was generated. */
async function tryBeside(
  app: string,
  records: readonly object[],
  more: readonly string[] = [],
  python: PythonEnvironment = 'providers',
): Promise<{ told: string; code: string; trial: Trial }> {
  const folder = folderWith({ 'chat.py': app, 'records.json': JSON.stringify(records) });
  const { stdout } = await generate(folder, ['--dataset', 'records.json']);
  const file = path.join('experiments', 'experiment.py');
  const flags = ['--python', pythonExecutable(python), '--report', 'report.json', ...more];
  const {
    status,
    stdout: tried,
    stderr,
  } = await runCommand([...ownCommand(), 'try', file, ...flags], {
    folder,
    timeLimit: 110_000,
  });
  expect(status, tried + stderr).toBe(0);
  const words = 'check --isolated --no-cache --select E4,E7,E9,F,I --target-version py39'.split(' ');
  const ruff = await runCommand([pythonExecutable('newest', 'ruff'), ...words, file], { folder });
  expect(ruff.stdout).toBe('All checks passed!\n');
  return {
    told: stdout,
    code: readFileSync(path.join(folder, file), 'utf8'),
    trial: JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as Trial,
  };
}

/** Every record ran, and what came of it is the text of the answer. */
function expectTexts({ trial }: { readonly trial: Trial }): void {
  const outputs = trial.records.map(({ input, expected, runs }) => [input, expected, runs.expected?.output]);
  expect(outputs).toEqual(outputs.map(([input, expected]) => [input, expected, expected]));
  for (const { recordsRun, records } of trial.passes) expect(recordsRun).toBe(records);
  if (trial.passes.length === 1) return;
  expect(trial.evaluators.find(({ name }) => name === 'exact_match')).toMatchObject({
    verdict: 'tells them apart',
    advice: '',
  });
}

describe.concurrent.each(LIBRARIES)('with $library', (one) => {
  it.each([
    ['a function', 'chat:answer', one.forms, functionApp(one)],
    ['an async method', 'chat:Bot.answer', one.asyncForms, methodApp(one)],
  ] as const)('%s gives texts, whatever it returns', async (_, target, forms, app) => {
    // Section 5 is the same for both: wrong answers are worth their time once.
    const more = forms === one.forms ? [] : ['--answers', 'expected'];
    const tried = await tryBeside(app, recordsFor(Object.keys(forms)), more);
    expect(tried.told).toContain(`calls ${target}, chat.py`);
    expectTexts(tried);
    const asserts = tried.code.match(/^assert .*?,/gm)?.join('\n') ?? '';
    const asserted = [...asserts.matchAll(/os\.getenv\("(\w+)"\)/g)].map(([, name]) => name);
    expect(asserted).toEqual(one.asserted);
    expect(tried.told).toContain(`  pip install "ddtrace>=4.7" python-dotenv ${one.installed}\n`);
  });
});

const FRAMEWORKS = [
  {
    framework: 'langchain',
    code: `from langchain.agents import create_agent
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

model = ChatOpenAI(model="m")
chain = ChatPromptTemplate.from_messages([("user", "{question}")]) | model | StrOutputParser()
agent = create_agent(model, tools=[])


def answer(question):
`,
    forms: {
      text: 'chain.invoke({"question": question})',
      message: 'model.invoke(question)',
      chunks: 'model.stream(question)',
      state: 'agent.invoke({"messages": [{"role": "user", "content": question}]})',
    },
  },
  {
    framework: 'llama_index',
    code: `from llama_index.core.llms import ChatMessage
from llama_index.llms.openai import OpenAI

llm = OpenAI(model="gpt-4o-mini")


def answer(question):
`,
    forms: {
      text: 'llm.complete(question).text',
      completion: 'llm.complete(question)',
      chat: 'llm.chat([ChatMessage(role="user", content=question)])',
      chunks: 'llm.stream_chat([ChatMessage(role="user", content=question)])',
    },
  },
  {
    framework: 'agents',
    code: `from agents import Agent, Runner

agent = Agent(name="Support", model="gpt-4o-mini")


async def answer(question):
`,
    forms: {
      text: '(await Runner.run(agent, question)).final_output',
      run: 'await Runner.run(agent, question)',
    },
  },
  {
    framework: 'pydantic_ai',
    code: `from pydantic_ai import Agent

agent = Agent("openai:gpt-4o-mini")


def answer(question):
`,
    forms: { text: 'agent.run_sync(question).output', run: 'agent.run_sync(question)' },
  },
];

it.concurrent.each(FRAMEWORKS)('a framework gives texts, whatever it returns: $framework', async (one) => {
  const app = `${one.code}${branches(one.forms, '    ')}`;
  const tried = await tryBeside(app, recordsFor(Object.keys(one.forms)), [], 'frameworks');
  expect(tried.told).toContain('calls chat:answer, chat.py');
  expectTexts(tried);
});

const ASYNC_APP = `from openai import AsyncOpenAI
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse

client = AsyncOpenAI()


async def ask(question):
    messages = [{"role": "user", "content": question}]
    completion = await client.chat.completions.create(model="m", messages=messages)
    return completion.choices[0].message.content


async def words(question):
    messages = [{"role": "user", "content": question}]
    async for chunk in await client.chat.completions.create(model="m", messages=messages, stream=True):
        yield chunk.choices[0].delta.content or ""

`;

describe.concurrent('what is no answer yet', () => {
  it.each([
    [
      'what a plain function has begun',
      'def answer(question):',
      {
        coroutine: 'ask(question)',
        'coroutine of the library':
          'client.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])',
        'async generator': 'words(question)',
        'streaming response': 'StreamingResponse(words(question))',
      },
    ],
    [
      'what a handler sends',
      'async def answer(question):',
      {
        'streaming response': 'StreamingResponse(words(question), media_type="text/plain")',
        json: 'JSONResponse(await ask(question))',
        plain: 'PlainTextResponse(await ask(question))',
      },
    ],
  ])('%s is waited for', async (_, head, forms) => {
    const app = `${ASYNC_APP}\n${head}\n${branches(forms, '    ')}`;
    expectTexts(await tryBeside(app, recordsFor(Object.keys(forms))));
  });
});

const STRUCTURED_APP = `import json
from dataclasses import dataclass

from anthropic import Anthropic
from openai import OpenAI
from pydantic import BaseModel

client = OpenAI()
claude = Anthropic()


class City(BaseModel):
    city: str


@dataclass
class Place:
    city: str


`;

it.concurrent('Pydantic models, dataclasses and responses that hold JSON become JSON', async () => {
  const chat = `client.chat.completions.create(${CHAT})`;
  const forms = {
    parsed: `client.chat.completions.parse(${CHAT}, response_format=City).choices[0].message.parsed`,
    'parsed response': `client.chat.completions.parse(${CHAT}, response_format=City)`,
    model: `City.model_validate_json(${chat}.choices[0].message.content)`,
    dataclass: `Place(**json.loads(${chat}.choices[0].message.content))`,
    response: chat,
    chunks: `client.chat.completions.create(${CHAT}, stream=True)`,
    claude: `claude.messages.create(${CLAUDE})`,
  };
  const records = recordsFor(Object.keys(forms)).map(({ input_data, expected_output: city }) => ({
    input_data,
    expected_output: { city },
  }));
  const app = `${STRUCTURED_APP}def answer(question):\n${branches(forms, '    ')}`;
  const tried = await tryBeside(app, records);
  expectTexts(tried);
  expect(tried.told).toContain('  pip install "ddtrace>=4.7" python-dotenv anthropic openai\n');
  expect(tried.code).toMatch(/^assert os.getenv\("ANTHROPIC_API_KEY"\)/m);
  expect(tried.code).toMatch(/^assert os.getenv\("OPENAI_API_KEY"\)/m);
});

it.concurrent(
  'keys and addresses of other names are asserted by those, and need no value offline',
  async () => {
    const forms = {
      text: `client.chat.completions.create(${CHAT}).choices[0].message.content`,
      claude: `claude.messages.create(${CLAUDE})`,
    };
    const app = `import os

from anthropic import Anthropic
from openai import AzureOpenAI

KEY = os.getenv("AZURE_OPENAI_KEY")
client = AzureOpenAI(api_key=KEY, azure_endpoint=os.environ["AZURE_ENDPOINT"], api_version="2024-10-21")
claude = Anthropic(api_key=os.environ["CLAUDE_KEY"])


def answer(question):
${branches(forms, '    ')}`;
    const tried = await tryBeside(app, recordsFor(Object.keys(forms)));
    expectTexts(tried);
    const asserted = tried.code.match(/^assert os\.getenv\("\w+"\)/gm) ?? [];
    expect(asserted.sort()).toEqual(
      ['AZURE_ENDPOINT', 'AZURE_OPENAI_KEY', 'CLAUDE_KEY'].map((name) => `assert os.getenv("${name}")`),
    );
  },
);

it.concurrent('a response within a dataclass, a dict or a list becomes its text', async () => {
  const claude = `claude.messages.create(${CLAUDE})`;
  const aws = `bedrock.converse(${NOVA}, ${PARTS})`;
  const forms = {
    dataclass: `Exchange("it", ${claude})`,
    model: 'Exchange("it", bedrock.invoke_model(modelId="m", body=json.dumps({"prompt": question}))["body"])',
    dict: `{"question": "it", "reply": ${aws}}`,
  };
  const app = `import json
from dataclasses import dataclass

import boto3
from anthropic import Anthropic

claude = Anthropic()
bedrock = boto3.client("bedrock-runtime")


@dataclass
class Exchange:
    question: str
    reply: object


def answer(question):
${branches(forms, '    ')}`;
  const { trial, code, told } = await tryBeside(app, recordsFor(Object.keys(forms)));
  expect(trial.records.map(({ runs }) => runs.expected?.output)).toEqual(
    trial.records.map(({ expected }) => ({ question: 'it', reply: expected })),
  );
  expect(code).toMatch(/^aws = boto3.Session\(\)$/m);
  expect(told).toContain('  pip install "ddtrace>=4.7" python-dotenv anthropic boto3\n');
});
