import { describe, expect, it } from 'vitest';
import { findTask } from '../../lib/task-discovery/find-task.js';
import { appTree } from './app-tree.js';

const PURPOSE = 'Output accuracy / answer quality';

async function rank(files: Readonly<Record<string, string>>) {
  return findTask(appTree(files), PURPOSE);
}

/** The body of `answer(question)` and what stands above it, for each way of asking. */
const WAYS: readonly (readonly [way: string, provider: string, above: string, body: string])[] = [
  [
    'OpenAI chat',
    'openai',
    'from openai import OpenAI as C\nclient = C()',
    'client.chat.completions.create(model="m", messages=[])',
  ],
  [
    'OpenAI responses',
    'openai',
    'import openai\nclient = openai.OpenAI()',
    'client.responses.create(input=question)',
  ],
  [
    'OpenAI, with the raw response',
    'openai',
    'from openai import OpenAI\nclient = OpenAI()',
    'client.chat.completions.with_raw_response.create(messages=[]).parse()',
  ],
  ['OpenAI of old', 'openai', 'import openai', 'openai.ChatCompletion.create(messages=[])'],
  ['any-llm', 'unknown', 'import any_llm', 'any_llm.completion(model="m", messages=[])'],
  [
    'OpenAI made in place',
    'openai',
    'from openai import OpenAI',
    'OpenAI().chat.completions.create(messages=[])',
  ],
  [
    'Azure OpenAI',
    'azure-openai',
    'from openai import AzureOpenAI\nclient = AzureOpenAI()',
    'client.chat.completions.create(messages=[])',
  ],
  [
    'Anthropic',
    'anthropic',
    'import anthropic\nclient = anthropic.Anthropic()',
    'client.messages.create(max_tokens=9, messages=[])',
  ],
  [
    'NeMo Guardrails',
    'unknown',
    'from nemoguardrails import LLMRails\nrails = LLMRails(None)',
    'rails.generate_async(messages=[])',
  ],
  ['LiteLLM', 'litellm', 'from litellm import completion', 'completion(model="m", messages=[])'],
  [
    'LangChain model',
    'openai',
    'from langchain_openai import ChatOpenAI\nllm = ChatOpenAI()',
    'llm.invoke(question)',
  ],
  [
    'LangChain chain',
    'anthropic',
    'from langchain_anthropic import ChatAnthropic\nfrom langchain_core.prompts import ChatPromptTemplate\nchain = ChatPromptTemplate.from_template("{q}") | ChatAnthropic()',
    'chain.invoke({"q": question})',
  ],
  [
    'LangChain chain, called',
    'langchain',
    'from langchain.chains import RetrievalQA\nchain = RetrievalQA.from_chain_type(llm=None)',
    'chain({"query": question})',
  ],
  [
    'LangChain chain, with its history',
    'openai',
    'from langchain_openai import ChatOpenAI\nfrom langchain_core.runnables.history import RunnableWithMessageHistory\nclass Data:\n    chat = None\ndata = Data()\ndata.chat = RunnableWithMessageHistory(ChatOpenAI(), dict)',
    'data.chat.invoke(question)',
  ],
  [
    'LangGraph',
    'openai',
    'from langgraph.prebuilt import create_react_agent\nfrom langchain_openai import ChatOpenAI\nagent = create_react_agent(ChatOpenAI(), tools=[])',
    'agent.invoke({"messages": [question]})',
  ],
  [
    'LlamaIndex',
    'llama-index',
    'from llama_index.core import VectorStoreIndex\nindex = VectorStoreIndex([])',
    'index.as_query_engine().query(question)',
  ],
  [
    'LlamaIndex, by its settings',
    'llama-index',
    'from llama_index.core import Settings',
    'Settings.llm.complete(question)',
  ],
  [
    'Gemini of old',
    'gemini',
    'import google.generativeai as genai\nmodel = genai.GenerativeModel("m")',
    'model.generate_content(question)',
  ],
  [
    'Gemini',
    'gemini',
    'from google import genai\nclient = genai.Client()',
    'client.models.generate_content(model="m", contents=question)',
  ],
  [
    'Vertex',
    'vertex',
    'from vertexai.generative_models import GenerativeModel\nmodel = GenerativeModel("m")',
    'model.generate_content(question)',
  ],
  [
    'Bedrock',
    'bedrock',
    'import boto3\nclient = boto3.client("bedrock-runtime")',
    'client.converse(modelId="m", messages=[])',
  ],
  [
    'Bedrock, of a session',
    'bedrock',
    'import boto3\nclient = boto3.Session(region_name="eu-west-1").client("bedrock-runtime")',
    'client.converse(modelId="m", messages=[])',
  ],
  [
    'Mistral',
    'mistral',
    'from mistralai import Mistral\nclient = Mistral()',
    'client.chat.complete(model="m", messages=[])',
  ],
  ['Cohere', 'cohere', 'import cohere\nco = cohere.Client()', 'co.chat(message=question)'],
  ['Ollama', 'ollama', 'import ollama', 'ollama.chat(model="m", messages=[])'],
  [
    'Hugging Face',
    'huggingface',
    'from huggingface_hub import InferenceClient\nclient = InferenceClient()',
    'client.chat_completion(messages=[])',
  ],
  [
    'Hugging Face, in the process',
    'huggingface',
    'from transformers import AutoModelForCausalLM\nmodel = AutoModelForCausalLM.from_pretrained("m")',
    'model.generate(question)',
  ],
  ['Prompty', 'unknown', 'import prompty', 'prompty.execute("chat.prompty", inputs={"q": question})'],
  [
    'plain HTTP',
    'ollama',
    'import requests',
    'requests.post("http://localhost:11434/api/generate", json={"prompt": question})',
  ],
];

describe('findTask follows every way of asking', () => {
  it.each(WAYS)('%s', async (_, provider, above, body) => {
    const { chosen, candidates } = await rank({
      'app.py': `${above}\n\ndef answer(question: str):\n    return ${body}\n`,
    });
    expect(chosen).toBe('app:answer');
    expect(candidates[0]?.providers).toContain(provider);
  });

  it.each([
    [
      'embeddings',
      'from openai import OpenAI\nclient = OpenAI()',
      'client.embeddings.create(input=question)',
    ],
    ['pictures', 'from openai import OpenAI\nclient = OpenAI()', 'client.images.generate(prompt=question)'],
    [
      'text messages',
      'from twilio.rest import Client\nclient = Client()',
      'client.messages.create(body=question)',
    ],
    ['other services of AWS', 'import boto3\nclient = boto3.client("s3")', 'client.list_buckets()'],
    [
      'retrievers',
      'from langchain.retrievers import BM25Retriever\nr = BM25Retriever.from_texts([])',
      'r.invoke(question)',
    ],
    ['labels', 'from transformers import pipeline\nmodel = pipeline("ner", model="m")', 'model(question)'],
  ])('and takes %s for no answer', async (_, above, body) => {
    const { chosen, candidates } = await rank({
      'app.py': `${above}\n\ndef answer(question: str):\n    return ${body}\n`,
    });
    expect({ chosen, candidates }).toEqual({ chosen: null, candidates: [] });
  });
});

const OPENAI = 'from openai import OpenAI\nclient = OpenAI()\n';
const ASK = 'client.chat.completions.create(model="m", messages=[])';

/** Apps of several files, and the target that is right; none where the placeholder is. */
const SHAPES: readonly (readonly [shape: string, right: string | null, files: Record<string, string>])[] = [
  [
    'a client made in __init__',
    'bot:Bot.reply',
    {
      'bot.py': `from openai import OpenAI\nclass Bot:\n    def __init__(self):\n        self.client = OpenAI()\n    def reply(self, message):\n        return self._ask(message)\n    def _ask(self, message):\n        return self.${ASK}\n`,
    },
  ],
  [
    'a client of another module',
    'app:ask',
    {
      'clients.py': OPENAI,
      'app.py': `from clients import client\n\ndef ask(question):\n    return ${ASK}\n`,
    },
  ],
  [
    'a client that is handed in',
    'app:Service.answer',
    {
      'app.py': `from openai import OpenAI\nclass Service:\n    def __init__(self, llm):\n        self.llm = llm\n    def answer(self, question):\n        return self.llm.chat.completions.create(messages=[])\nservice = Service(OpenAI())\n`,
    },
  ],
  [
    'duck typing by the name of a method',
    'app:answer',
    {
      'model.py': `${OPENAI}class Model:\n    def complete_text(self, prompt):\n        return ${ASK}\n`,
      'app.py':
        'from model import Model\n\ndef build(name):\n    return {"x": Model}[name]()\n\ndef answer(question):\n    return build("x").complete_text(question)\n',
    },
  ],
  [
    'a chain that is handed to a thread',
    'app:respond',
    {
      'app.py':
        'import asyncio\nfrom langchain_openai import ChatOpenAI\nchain = ChatOpenAI()\n\nasync def respond(question: str):\n    return await asyncio.to_thread(chain.invoke, question)\n',
    },
  ],
  [
    'the entry above its helpers',
    'pkg.main:run',
    {
      'pkg/__init__.py': '',
      'pkg/main.py': 'from .steps import draft\n\ndef run(topic: str):\n    return draft(topic)\n',
      'pkg/steps.py': `from .llm import call\n\ndef draft(topic):\n    return call(topic)\n`,
      'pkg/llm.py': `${OPENAI}\ndef call(prompt):\n    return ${ASK}\n`,
    },
  ],
  [
    'a main that is given the question',
    'main:main',
    { 'main.py': `${OPENAI}\ndef main(question: str):\n    return ${ASK}\n` },
  ],
  [
    'a main that reads argv',
    'app:answer',
    {
      'app.py': `import sys\n${OPENAI}\ndef answer(question):\n    return ${ASK}\n\ndef main():\n    print(answer(sys.argv[1]))\n`,
    },
  ],
  [
    'only a main that reads input()',
    null,
    { 'main.py': `${OPENAI}\ndef main():\n    question = input("? ")\n    return ${ASK}\n` },
  ],
  [
    'a Flask handler that reads request',
    null,
    {
      'app.py': `from flask import Flask, request\n${OPENAI}app = Flask(__name__)\n@app.route("/chat")\ndef chat():\n    q = request.json["q"]\n    return ${ASK}\n`,
    },
  ],
  [
    'a FastAPI handler with a body',
    'app:ask',
    {
      'app.py': `from fastapi import FastAPI\nfrom pydantic import BaseModel\n${OPENAI}app = FastAPI()\nclass Query(BaseModel):\n    question: str\n@app.post("/ask")\nasync def ask(query: Query):\n    return ${ASK}\n`,
    },
  ],
  [
    "a body whose class has the name of a framework's",
    'app:generate',
    {
      'app.py': `from fastapi import FastAPI\nfrom pydantic import BaseModel\n${OPENAI}app = FastAPI()\nclass Request(BaseModel):\n    text: str\n@app.post("/generate")\nasync def generate(request: Request):\n    return _ask(request.text)\n\ndef _ask(text):\n    return ${ASK}\n`,
    },
  ],
  [
    'a judge beside the task',
    'app:answer',
    {
      'app.py': `${OPENAI}\ndef judge_answer(question, answer):\n    return ${ASK}\n\ndef answer(question):\n    return ${ASK}\n`,
    },
  ],
  [
    'a title maker beside the task',
    'app:chat',
    {
      'app.py': `${OPENAI}\ndef generate_title(message):\n    return ${ASK}\n\ndef chat(message):\n    return ${ASK}\n`,
    },
  ],
  [
    'a check of the key beside the task',
    'app:chat',
    {
      'app.py': `${OPENAI}\ndef check_api_key(key):\n    return ${ASK}\n\ndef chat(message):\n    return ${ASK}\n`,
    },
  ],
  [
    'a tool beside the agent',
    'agent:run',
    {
      'agent.py': `${OPENAI}from langchain_core.tools import tool\nfrom langgraph.prebuilt import create_react_agent\nfrom langchain_openai import ChatOpenAI\n@tool\ndef search(query: str):\n    return ${ASK}\nagent = create_react_agent(ChatOpenAI(), [search])\n\ndef run(task: str):\n    return agent.invoke({"messages": [task]})\n`,
    },
  ],
  [
    'nodes of a graph at module level',
    null,
    {
      'graph.py':
        'from langgraph.graph import StateGraph\nfrom langchain_openai import ChatOpenAI\nllm = ChatOpenAI()\ndef call_model(state):\n    return {"m": llm.invoke(state["m"])}\nbuilder = StateGraph(dict)\nbuilder.add_node("m", call_model)\ngraph = builder.compile()\n',
    },
  ],
  [
    'a legacy folder',
    'app:answer',
    {
      'legacy/app.py': `${OPENAI}\ndef answer(question: str):\n    return ${ASK}\n`,
      'app.py': `${OPENAI}\ndef answer(question: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'a method that gives but a flag',
    'bot:Assistant.complete_chat',
    {
      'bot.py': `${OPENAI}class Assistant:\n    def complete_chat(self, messages):\n        return ${ASK}\n\nclass Session:\n    def __init__(self):\n        self.assistant = Assistant()\n    def process_input(self, user_input: str) -> bool:\n        if not user_input:\n            return False\n        self.assistant.complete_chat([user_input])\n        return True\n`,
    },
  ],
  [
    'a stream beside the whole',
    'bot:Bot.generate',
    {
      'bot.py': `${OPENAI}class Bot:\n    def generate_stream(self, prompt):\n        yield from ${ASK}\n    def generate(self, prompt):\n        return ${ASK}\n    def __call__(self, *args):\n        return self.generate(*args)\n`,
    },
  ],
  [
    'an answer from documents that another finds',
    'qa:query',
    {
      'qa.py': `from langchain_core.documents import Document\n${OPENAI}\ndef answer(docs: list[Document], question: str):\n    return ${ASK}\n\ndef find(question):\n    return []\n\ndef query(question: str):\n    return answer(find(question), question)\n`,
    },
  ],
  [
    'a class around a provider',
    'writer:Writer.compose',
    {
      'llm.py': `${OPENAI}class OpenAIClient:\n    def complete(self, prompt: str):\n        return ${ASK}\n`,
      'writer.py':
        'from llm import OpenAIClient\n\nclass Writer:\n    def __init__(self):\n        self.client = OpenAIClient()\n    def compose(self, notes):\n        return self.client.complete(notes)\n',
    },
  ],
  [
    'arguments that are only passed on',
    'handlers:Handler.handle',
    {
      'handlers.py': `${OPENAI}class Handler:\n    def handle(self, prompt: str, model: str, temperature: float, caching: bool):\n        return ${ASK}\n\nclass ChatHandler(Handler):\n    def handle(self, **kwargs):\n        return super().handle(**kwargs) or ${ASK}\n`,
    },
  ],
  [
    'a handler of AWS Lambda',
    'main:lambda_handler',
    {
      'main.py': `${OPENAI}\ndef lambda_handler(event, context):\n    return model_chain(memory_of(event), None, client, event["text"])\n\ndef memory_of(event):\n    return []\n\ndef model_chain(memory, index, client, human_input):\n    return ${ASK}\n`,
    },
  ],
  [
    'a private method that classes of their own fill in',
    'base:Base.stream_response',
    {
      'base.py':
        'import abc\n\nclass Base(abc.ABC):\n    async def stream_response(self, user_prompt: str):\n        async for part in self._stream_response():\n            yield part\n    @abc.abstractmethod\n    def _stream_response(self):\n        raise NotImplementedError\n',
      'vendor.py': `import openai\nimport base\n\nclass Vendor(base.Base):\n    def __init__(self):\n        self.client = openai.OpenAI()\n    def _stream_response(self):\n        return self.${ASK}\n`,
    },
  ],
  [
    'a session at the terminal that gives nothing back',
    null,
    {
      'cli.py': `${OPENAI}\ndef repl(messages):\n    while True:\n        print(_call([*messages, input("? ")]))\n\ndef _call(messages):\n    return ${ASK}\n\ndef handle_input(query, options):\n    print(_call([query]))\n    repl([query])\n`,
    },
  ],
  [
    'a graph that a function builds, with its node inside',
    null,
    {
      'agent.py':
        'from langgraph.graph import StateGraph\nfrom langchain_openai import ChatOpenAI\n\ndef create_agent(model_name: str):\n    llm = ChatOpenAI(model=model_name)\n    def call(state):\n        return {"m": [llm.invoke(state["m"])]}\n    builder = StateGraph(dict)\n    builder.add_node("m", call)\n    graph = builder.compile()\n    return graph\n',
    },
  ],
  [
    'the answer of an agent that another function builds',
    'app:answer',
    {
      'app.py': `from langchain.agents import AgentExecutor\n${OPENAI}\ndef build(query):\n    return AgentExecutor(agent=query)\n\ndef answer_maker(query: str):\n    client.responses.create(input=query)\n    return build(query)\n\ndef answer(query: str):\n    executor = build(query)\n    return executor.invoke(query).strip()\n`,
    },
  ],
  [
    'a function that gives one of its own',
    null,
    {
      'app.py': `${OPENAI}\ndef get_chain(prompt: str):\n    def ask(question):\n        return ${ASK}\n    return ask\n`,
    },
  ],
  [
    'a synchronous twin',
    'bot:Bot.generate_response',
    {
      'bot.py': `${OPENAI}class Bot:\n    def generate_response_sync(self, message: str):\n        return self.generate_response(message)\n    def generate_response(self, message: str):\n        return ${ASK}\n\ndef main():\n    print(Bot().generate_response("?"))\n    print(Bot().generate_response_sync("?"))\n`,
    },
  ],
  [
    'a check that is what the app is for',
    'factcheck:fact_check',
    {
      'app.py':
        'from flask import Flask, request\nfrom factcheck import fact_check\napp = Flask(__name__)\n@app.route("/claims")\ndef check_claim():\n    return fact_check(request.json["claim"])\n',
      'factcheck.py':
        'from prompting import Prompter\nprompter = Prompter()\n\ndef fact_check(claim):\n    return prompter.prompt_llm("check", claim)\n',
      'prompting.py': `${OPENAI}class Prompter:\n    def prompt_llm(self, task, input):\n        return ${ASK}\n`,
    },
  ],
  [
    "a helper of a graph's nodes",
    null,
    {
      'graph.py': `from langgraph.graph import StateGraph\n${OPENAI}\ndef generate_query_with_schema(prompt: str):\n    return ${ASK}\ndef call_model(state):\n    return {"m": generate_query_with_schema(state["m"])}\nbuilder = StateGraph(dict)\nbuilder.add_node("m", call_model)\ngraph = builder.compile()\n`,
    },
  ],
  [
    'a confirmation at the terminal beside the question that is given',
    'app:run_pipeline',
    {
      'app.py': `${OPENAI}class Writer:\n    def run(self, context: dict):\n        return ${ASK}\n\ndef run_pipeline(query: str, confirm: bool = False):\n    draft = Writer().run({"query": query})\n    if confirm and input("ok? ") != "y":\n        return {}\n    return draft\n\nif __name__ == "__main__":\n    print(run_pipeline(input("? ")))\n`,
    },
  ],
  [
    'a client by the end of its name',
    'run:describe',
    {
      'run.py': `${OPENAI}\ndef answer_with(question: str, llm_client):\n    return llm_client.chat.completions.create(messages=[])\n\ndef describe(question: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'a verb that says nothing beside one that does',
    'pages:summarize',
    {
      'pages.py': `${OPENAI}\ndef get_page(page: str):\n    return ${ASK}\n\ndef summarize(page: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'a question in another language',
    'modulo:responder',
    {
      'modulo.py': `${OPENAI}\ndef preparar(x):\n    return ${ASK}\n\ndef responder(pregunta):\n    return ${ASK}\n`,
    },
  ],
  [
    'a module that hangs together with nothing',
    'flow:write_report',
    {
      'try_it.py': `${OPENAI}\ndef generate_text(prompt):\n    return ${ASK}\n\nprint(generate_text("?"))\n`,
      'main.py': 'from flow import write_report\n\ndef main():\n    print(write_report("?"))\n\nmain()\n',
      'flow.py': `${OPENAI}\ndef _polish(topic):\n    return ${ASK}\n\ndef write_report(topic):\n    return [${ASK}, _polish(topic)]\n`,
    },
  ],
  [
    'a workshop in the documentation',
    'maker:create_article',
    {
      'docs/workshop/research.py': `${OPENAI}\ndef research(instructions: str):\n    return _ask(instructions)\n\ndef _ask(instructions):\n    return ${ASK}\n\nprint(research("?"))\n`,
      'maker.py': `${OPENAI}\ndef create_article(topic, style, length):\n    return _ask(topic)\n\ndef _ask(topic):\n    return ${ASK}\n\nprint(create_article("?", "a", "b"))\n`,
    },
  ],
  [
    "a folder of the app's named as a library, that is no package",
    'orchestrator:write_article',
    {
      'agents/writer/writer.py': `${OPENAI}\ndef draft(topic):\n    return ${ASK}\n`,
      'orchestrator.py':
        'from agents.writer import writer\n\ndef write_article(topic: str):\n    return writer.draft(topic)\n',
    },
  ],
  [
    'functions of other modules that take self',
    'solver:Solver.solve',
    {
      'solver.py': `from stages import reflect\n${OPENAI}class Solver:\n    async def _ask(self, problem):\n        return ${ASK}\n    async def solve(self, problem: dict):\n        return await reflect(self, problem)\n`,
      'stages.py':
        'import functools\n\nasync def reflect(self, problem):\n    step = functools.partial(self._ask, problem)\n    return await step()\n',
    },
  ],
  [
    'a root that the modules beside it tell',
    'spare:answer',
    {
      'backend/app.py': 'from flow import prepare\nprint(prepare("x"))\n',
      'backend/flow.py': `${OPENAI}\ndef prepare(x):\n    return ${ASK}\n`,
      'backend/spare.py': `${OPENAI}\ndef answer(question: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'a default that is made in place',
    'runner:Runner.run',
    {
      'runner.py': `${OPENAI}class Callbacks:\n    def start(self):\n        pass\n\nclass Runner:\n    def summarize_topic(self, topic: str):\n        return ${ASK}\n    def run(self, topic: str, callbacks: Callbacks = Callbacks()):\n        return self._ask(topic)\n    def _ask(self, topic):\n        return ${ASK}\n`,
    },
  ],
  [
    'a method that grandchildren of its base fill in',
    'flow:Flow.run',
    {
      'base.py':
        'import abc\n\nclass Step(abc.ABC):\n    def run(self, data: dict):\n        return self.execute(data)\n    @abc.abstractmethod\n    def execute(self, data):\n        raise NotImplementedError\n',
      'model_step.py': `from base import Step\n${OPENAI}class ModelStep(Step):\n    def _call(self, text):\n        return ${ASK}\n`,
      'writer.py':
        'from model_step import ModelStep\n\nclass Writer(ModelStep):\n    def execute(self, data):\n        return self._call(data)\n',
      'flow.py':
        'from writer import Writer\n\nclass Flow:\n    def __init__(self):\n        self.writer = Writer()\n    def run(self, question: str):\n        return self.writer.run({"q": question})\n',
    },
  ],
  [
    'a call that is handed to a function of the app',
    'app:answer',
    {
      'app.py': `${OPENAI}\ndef with_retries(call, **given):\n    return call(**given)\n\ndef answer(question: str):\n    return with_retries(client.chat.completions.create, messages=[question])\n`,
    },
  ],
  [
    'a version of an interface',
    'api.v1.query:query',
    {
      'api/v1/query.py': `from fastapi import APIRouter\nfrom pydantic import BaseModel\n${OPENAI}router = APIRouter()\nclass Query(BaseModel):\n    question: str\n@router.post("/query")\ndef query(body: Query):\n    return ${ASK}\n`,
      'services/followups.py': `${OPENAI}class SuggestionsService:\n    def generate_questions(self, topic: str):\n        return ${ASK}\n`,
    },
  ],
  [
    'a service that suggests, and a number that it takes',
    null,
    {
      'suggestions.py': `${OPENAI}class SuggestionsService:\n    def generate_initial_questions(self, n: int = 3):\n        return ${ASK}\n`,
    },
  ],
  [
    'numbers beside texts',
    'app:summarize',
    {
      'app.py': `${OPENAI}\ndef generate_answer(n: int, seed: int = 0):\n    return ${ASK}\n\ndef summarize(x: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'an object that is called with its chain',
    'app:ChatWrapper.__call__',
    {
      'app.py':
        'import os\nimport gradio as gr\nfrom langchain.chains import ConversationChain\n\ndef load_chain():\n    return ConversationChain(llm=None)\n\nclass ChatWrapper:\n    def __call__(self, api_key: str, inp: str, history, chain):\n        history.append((inp, chain.run(input=inp)))\n        return history, history\n',
    },
  ],
  [
    'a job that is queued',
    'summarizer_service:Summarizer.summarize',
    {
      'main.py':
        'from fastapi import FastAPI\nfrom pydantic import BaseModel\nfrom summarizer_service import Summarizer\napp = FastAPI()\nclass Job(BaseModel):\n    url: str\n@app.post("/jobs")\ndef run_job(payload: Job):\n    return Summarizer().summarize("title", payload.url)\n',
      'summarizer_service.py': `${OPENAI}class Summarizer:\n    def summarize(self, title, text):\n        return ${ASK}\n`,
    },
  ],
  [
    'a chain that is told by its type alone',
    'app:answer',
    {
      'app.py':
        'from langchain_core.runnables import Runnable\nfrom registry import load\n\ndef answer(question: str):\n    return chain_of("x").invoke(question)\n\ndef chain_of(name) -> Runnable:\n    return load(name)\n',
    },
  ],
  [
    "what a queue's task calls",
    'workflow:Answerer.run_workflow',
    {
      'tasks.py':
        'from celery import shared_task\nfrom workflow import Answerer\n@shared_task\ndef run_it(self, channel, thread, user, text):\n    return Answerer().run_workflow(text)\n',
      'workflow.py': `${OPENAI}class Extractor:\n    def extract_terms(self, text: str):\n        return ${ASK}\n\nclass Answerer:\n    def prepare(self):\n        pass\n    def run_workflow(self, text: str):\n        return ${ASK}\n`,
    },
  ],
  [
    'what is asked before what deals with its answer',
    'main:deliver',
    {
      'call_api.py': `${OPENAI}def text_api(text: str):\n    return ${ASK}\n`,
      'main.py':
        'from call_api import text_api\ndef process_calls_in_response(channel: int, response: str) -> str:\n    return text_api(f"{channel} {response}") if "call" in response else response\n\ndef deliver(channel: int, text: str):\n    return process_calls_in_response(channel, text_api(text))\n',
    },
  ],
  [
    'what takes one of some words, named by the app, beside the input',
    'app:run_crew',
    {
      'app.py': `from typing import Literal\n${OPENAI}Kind = Literal["day", "city"]\n\ndef run_crew(kind: Kind, inputs: dict):\n    return ${ASK}\n`,
      'other.py': `${OPENAI}def write_it(text: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'what gives the answer before what sends it to someone',
    'chat:think',
    {
      'chat.py': `${OPENAI}def think(query: str):\n    return ${ASK}\n`,
      'phone.py':
        'import requests\nfrom chat import think\ndef reply_message(to: str, query: str):\n    return requests.post("https://phone.test", json={"to": to, "text": think(query)}).json()\n',
    },
  ],
  [
    "the entry point of Bedrock's AgentCore",
    'entry:start',
    {
      'entry.py': `from bedrock_agentcore import BedrockAgentCoreApp\n${OPENAI}app = BedrockAgentCoreApp()\n\n@app.entrypoint\ndef start(payload: dict):\n    return ${ASK}\n`,
      'other.py': `${OPENAI}def do_it(text: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'a module that waits at the terminal when it is imported',
    null,
    {
      'main.py': `${OPENAI}def answer(question: str):\n    return ${ASK}\n\nwhile True:\n    print(answer(input("You: ")))\n`,
    },
  ],
  [
    'a module that waits at the terminal when it is run alone',
    'main:answer',
    {
      'main.py': `${OPENAI}def answer(question: str):\n    return ${ASK}\n\nif __name__ == "__main__":\n    print(answer(input("You: ")))\n`,
    },
  ],
  [
    'what takes a text before what takes where to show one',
    'page:continue_it',
    {
      'page.py': `${OPENAI}def answer_again(config, message_container):\n    return ${ASK}\n\ndef continue_it(text):\n    return ${ASK}\n`,
    },
  ],
  [
    'what takes a text before what takes bytes',
    'files:do_it',
    {
      'files.py': `${OPENAI}def do_it(text: str):\n    return ${ASK}\n\ndef answer_it(content: bytes):\n    return ${ASK}\n`,
    },
  ],
  [
    'plain HTTP to an address of the settings',
    'client:ask',
    {
      'settings.py': 'import os\nURL = os.getenv("LLM_URL", "https://api.perplexity.ai/chat/completions")\n',
      'client.py':
        'import requests\nfrom settings import URL\n\ndef ask(question: str):\n    return requests.post(URL, json={"messages": [question]}).json()\n',
    },
  ],
  [
    'plain HTTP to an address of the settings, by their module',
    'client:ask',
    {
      'settings.py': 'URL = "https://api.perplexity.ai/chat/completions"\n',
      'client.py':
        'import requests\nimport settings\n\ndef ask(question: str):\n    return requests.post(url=settings.URL, json={"messages": [question]}).json()\n',
    },
  ],
  [
    'plain HTTP to an address that the object keeps',
    'bot:Bot.reply',
    {
      'bot.py':
        'import requests\nclass Bot:\n    def __init__(self, host):\n        self.url = f"{host}/api/generate"\n    def reply(self, message: str):\n        return requests.post(self.url, json={"prompt": message}).json()\n',
    },
  ],
  [
    'plain HTTP to another address of the settings',
    null,
    {
      'settings.py': 'URL = "https://shop.test/orders"\nLLM = "https://api.perplexity.ai/chat/completions"\n',
      'client.py':
        'import requests\nfrom settings import URL\n\ndef ask(question: str):\n    return requests.post(URL, json={"messages": [question]}).json()\n',
    },
  ],
  [
    'the class that the app imports, and no copy of it',
    'agent.core:Agent.chat',
    {
      'main.py': 'from agent.core import Agent\nagent = Agent()\n',
      'agent/__init__.py': '',
      'agent/core.py': `${OPENAI}class Agent:\n    def chat(self, text: str):\n        return ${ASK}\n`,
      'agent/memory.py': 'kept = []\n',
      'agent/core_final.py': `from .memory import kept\n${OPENAI}class Agent:\n    def chat(self, text: str):\n        return self.ask(text)\n    def ask(self, text):\n        return self.send(text)\n    def send(self, text):\n        return ${ASK}\n`,
    },
  ],
  [
    'a handler that takes nothing',
    null,
    {
      'app.py': `from fastapi import FastAPI\n${OPENAI}app = FastAPI()\n\ndef stream_of_chat():\n    yield ${ASK}\n\n@app.get("/chat")\ndef chat_stream():\n    return stream_of_chat()\n`,
    },
  ],
  ['a module-level script', null, { 'qa.py': `import sys\n${OPENAI}print(${ASK})\n` }],
  ['notebooks alone', null, { 'qa.ipynb': '{"cells": []}' }],
  [
    'a function that returns nothing',
    null,
    { 'page.py': `${OPENAI}\ndef show(question):\n    print(${ASK})\n` },
  ],
  [
    'a src layout',
    'shop.agent:answer',
    {
      'src/shop/__init__.py': '',
      'src/shop/agent.py': `${OPENAI}\ndef answer(question):\n    return ${ASK}\n`,
    },
  ],
  [
    'src as a package',
    'src.agent:answer',
    { 'src/__init__.py': '', 'src/agent.py': `${OPENAI}\ndef answer(question):\n    return ${ASK}\n` },
  ],
  [
    'a root that its imports tell',
    'services.llm:answer',
    {
      'backend/main.py': 'from services.llm import answer\nprint(answer("?"))\n',
      'backend/services/__init__.py': '',
      'backend/services/llm.py': `${OPENAI}\ndef answer(question):\n    return ${ASK}\n`,
    },
  ],
  [
    'a module of a package that is imported from elsewhere',
    'agents.asker:Asker.answer',
    {
      'backend/main.py': 'from agents import Asker\nprint(Asker().answer("?"))\n',
      'backend/agents/__init__.py': 'from .asker import Asker\n',
      'backend/agents/asker.py': `${OPENAI}\nclass Asker:\n    def answer(self, question):\n        return ${ASK}\n`,
    },
  ],
  [
    'a module that another of its package imports, and an app the package',
    'rag.actions:answer',
    {
      'backend/main.py': 'from rag.router import search\nprint(search("?"))\n',
      'backend/rag/__init__.py': '',
      'backend/rag/router.py': 'from .actions import answer\n\ndef search(text):\n    print(answer(text))\n',
      'backend/rag/actions.py': `${OPENAI}\ndef answer(question):\n    return ${ASK}\n`,
    },
  ],
  [
    'an agent that is handed in by a generic type',
    'app:query',
    {
      'app.py':
        'from pydantic_ai import Agent\n\nasync def guard(one: Agent[int, str], deps: int):\n    return await one.run(deps)\n\nasync def query(text: str):\n    return await guard(CHAT, text)\n',
    },
  ],
  [
    'a method that goes on to that of the library',
    'app:answer',
    {
      'app.py':
        'from pydantic_ai import Agent\n\nclass Shy(Agent):\n    async def begin(self, text):\n        return await super().run(text)\n\nasync def answer(text: str):\n    return await Shy("m").begin(text)\n',
    },
  ],
  [
    "a task of CrewAI's that is run by itself",
    'flow:process',
    {
      'flow.py':
        'from crewai import Agent, Task\n\nclass Greeting(Task):\n    pass\n\ndef process(query):\n    return Greeting(description=query).execute_sync().raw\n',
    },
  ],
  [
    'a workflow, and none of its steps',
    'flow:query',
    {
      'flow.py': `from llama_index.core.workflow import Workflow, step\n${OPENAI}\nclass Flow(Workflow):\n    @step\n    async def synthesize(self, question: str):\n        return ${ASK}\n\nasync def query(text: str):\n    return await Flow().run(query=text)\n`,
    },
  ],
  [
    "a handler with a body that is handed its server's request as well",
    'app:answer',
    {
      'app.py': `from fastapi import FastAPI, Request\nfrom pydantic import BaseModel\n${OPENAI}app = FastAPI()\n\nclass Body(BaseModel):\n    question: str\n\n@app.post("/answer")\ndef answer(body: Body, request: Request):\n    request.state.seen = True\n    return ${ASK}\n`,
    },
  ],
  [
    'what the consumer of a socket calls, before a script beside it',
    'team:Team.process',
    {
      'consumers.py':
        'from channels.generic.websocket import AsyncWebsocketConsumer\nfrom team import Team\n\nclass Chat(AsyncWebsocketConsumer):\n    async def receive(self, text_data):\n        await self.send(Team().process(text_data))\n',
      'team.py': `${OPENAI}\nclass Team:\n    def process(self, text):\n        return ${ASK}\n`,
      'cli.py': `${OPENAI}\ndef ask_it(text):\n    return ${ASK}\n\ndef answer_it(text):\n    return ask_it(text)\n\nanswer_it("?")\n`,
    },
  ],
  [
    'what an event of a page calls',
    'app:handle',
    {
      'app.py': `import gradio as gr\n${OPENAI}\ndef handle(message, history, thread):\n    return ${ASK}\n\nbox = gr.Textbox()\n\ndef submit(message, history, thread):\n    return history + [handle(message, history, thread)], ""\n\nbox.submit(submit, [box], [box])\n`,
    },
  ],
  [
    'a function, and not the model that is made for a library',
    'app:fill',
    {
      'app.py': `from smolagents import Model\n${OPENAI}\nclass Engine(Model):\n    def answer(self, prompt: str):\n        return ${ASK}\n\ndef fill(document: str):\n    return Engine().answer(document)\n`,
    },
  ],
  [
    'a model kept in a dict of the object',
    'bot:Bot.reply',
    {
      'bot.py':
        'import google.generativeai as genai\n\nclass Bot:\n    def __init__(self):\n        self.models = {}\n\n    def get_model(self, mode):\n        if mode not in self.models:\n            self.models[mode] = genai.GenerativeModel("m")\n        return self.models[mode]\n\n    def reply(self, text, mode="plain"):\n        chat = self.get_model(mode).start_chat()\n        return chat.send_message(text).text\n',
    },
  ],
  [
    'a function below one that posts its answer into a chat',
    'gpt:write',
    {
      'gpt.py': `${OPENAI}\ndef write(text: str):\n    return ${ASK}\n`,
      'bot.py':
        'from gpt import write\n\nclass Bot:\n    async def _chat(self, text: str):\n        await self.context.bot.send_message(chat_id=self.chat_id, text="Wait")\n        return write(text)\n',
    },
  ],
  [
    'an answer before what makes the query for it, or is there to debug it',
    'app:search_answer',
    {
      'app.py': `${OPENAI}\ndef extract_query(question: str):\n    return ${ASK}\n\ndef is_search(question: str):\n    return ${ASK}\n\ndef debug_answer(question: str):\n    return ${ASK}\n\ndef search_answer(question: str):\n    return ${ASK}\n`,
    },
  ],
  [
    'the translation of an app that translates',
    'app:translate_text',
    {
      'app.py': `${OPENAI}\ndef translate_text(text: str):\n    return ${ASK}\n\ndef read_scan(scan):\n    return ${ASK}\n`,
      'scans.py': 'from app import read_scan\n\ndef process_scan(scan):\n    return read_scan(scan)\n',
      'book.py':
        'from app import translate_text\n\ndef translate_page(page):\n    return page\n\ndef translate_book(pages):\n    return [translate_text(page) for page in pages]\n',
      'main.py': 'from book import translate_book\n\nif __name__ == "__main__":\n    translate_book([])\n',
    },
  ],
  [
    'nothing where a person is asked by a function of that name',
    null,
    {
      'agent.py':
        `${OPENAI}\nclass Agent:\n    def __init__(self, get_user_message):\n        self.get_user_message = get_user_message\n    def run(self):\n        while message := self.get_user_message():\n            print(self.${ASK})\n        return None\n`.replace(
          'self.client',
          'client',
        ),
    },
  ],
  [
    'what a class of a chat server calls, and not the class',
    'answers:Guide.explain',
    {
      'answers.py': `${OPENAI}class Guide:\n    def explain(self, topic: str):\n        return ${ASK}\n`,
      'cog.py':
        'from discord.ext import commands\nfrom answers import Guide\n\nclass Chat(commands.Cog):\n    def explain(self, topic: str):\n        return Guide().explain(topic)\n',
    },
  ],
  [
    "an app of Django's below its manage.py",
    'cards.answers:answer',
    {
      'site/manage.py': 'import os\n',
      'site/cards/__init__.py': '',
      'site/cards/answers.py': `${OPENAI}\ndef answer(question: str):\n    return ${ASK}\n`,
      'site/cards/views.py':
        'from .answers import answer\n\ndef page(request):\n    return answer(request.GET["q"])\n',
    },
  ],
  [
    'an LLM Observability decorator',
    'app:do_it',
    {
      'app.py': `from ddtrace.llmobs.decorators import agent as llmobs_agent, task\n${OPENAI}\n@task\ndef answer_part(question):\n    return ${ASK}\n\n@llmobs_agent\ndef do_it(question):\n    return answer_part(question)\n`,
    },
  ],
];

describe('findTask ranks', () => {
  it.each(SHAPES)('%s', async (_, right, files) => {
    expect((await rank(files)).chosen).toBe(right);
  });

  it('by the purpose as well', async () => {
    const root = appTree({
      'app.py': `${OPENAI}\ndef run_query(question: str):\n    return ${ASK}\n\ndef extract_fields(text: str):\n    return ${ASK}\n`,
    });
    expect((await findTask(root, PURPOSE)).chosen).toBe('app:run_query');
    expect((await findTask(root, 'Structured JSON output')).chosen).toBe('app:extract_fields');
  });

  it('and says when two are as good', async () => {
    const two = `${OPENAI}\ndef answer(question):\n    return ${ASK}\n\ndef reply(question):\n    return ${ASK}\n`;
    expect((await rank({ 'a.py': two, 'b.py': two })).isClear).toBe(false);
  });
});

describe('findTask tells what it is asked with', () => {
  const answer = (body: string) => `\n\ndef answer(question: str):\n    return ${body}\n`;

  it.each([
    ['import litellm', 'litellm.completion(model="m")', ['litellm']],
    [
      'from google import genai\nclient = genai.Client()',
      'client.models.generate_content()',
      ['google.genai'],
    ],
    [
      'from anthropic import AnthropicBedrock\nclient = AnthropicBedrock()',
      'client.messages.create()',
      ['anthropic'],
    ],
    [
      'from langchain_core.prompts import ChatPromptTemplate\nfrom langchain_openai import ChatOpenAI\nchain = ChatPromptTemplate.from_template("{q}") | ChatOpenAI()',
      'chain.invoke({"q": question})',
      ['langchain_openai'],
    ],
    ['import requests', 'requests.post("http://localhost:11434/api/generate")', []],
  ])('%s', async (above, body, libraries) => {
    const { candidates } = await rank({ 'app.py': above + answer(body) });
    expect(candidates[0]?.libraries).toEqual(libraries);
  });

  it('by functions that lie in between', async () => {
    const { candidates } = await rank({
      'app.py': `from models import ask${answer('ask(question)')}`,
      'models.py':
        'import cohere\nco = cohere.Client()\n\ndef ask(text):\n    return co.chat(message=text)\n',
    });
    expect(candidates.find(({ target }) => target === 'app:answer')?.libraries).toEqual(['cohere']);
  });
});

describe('findTask tells where a client has its key from', () => {
  const FILES = {
    'environment.py': 'import os\nLLM_KEY = os.getenv("SHARED_KEY")\n',
    'circle.py': 'from app import CIRCLE\n',
    'constants.py':
      'import os\nclass Config:\n    KEY = os.getenv("CONSTANT_KEY")\n    FIXED = "sk-none"\nclass Production(Config):\n    pass\n',
    'settings.py': `from functools import lru_cache
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
class Base(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")
class Settings(Base):
    model_key: str = ""
    secret: SecretStr
    named: str = Field(..., alias="NAMED_KEY")
    fixed: str = "ollama"
class Prefixed(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="shop_")
    key: str
@lru_cache
def get_settings() -> Settings:
    return Settings()
settings = get_settings()
prefixed = Prefixed()
`,
  };

  it.each<[made: string, from: unknown]>([
    ['OpenAI()', 'default'],
    ['OpenAI(api_key=os.environ["DEEPSEEK_API_KEY"])', { variable: 'DEEPSEEK_API_KEY' }],
    ['OpenAI(api_key=os.getenv("DEEPSEEK_API_KEY"))', { variable: 'DEEPSEEK_API_KEY' }],
    ['OpenAI(api_key=getenv("DEEPSEEK_API_KEY", default=None))', { variable: 'DEEPSEEK_API_KEY' }],
    ['OpenAI(api_key=env("DEEPSEEK_API_KEY"))', { variable: 'DEEPSEEK_API_KEY' }],
    ['OpenAI(api_key=os.getenv("KEY", ""))', { variable: 'KEY' }],
    ['OpenAI(api_key=os.getenv("KEY", "none"))', 'given'],
    ['OpenAI(api_key=os.getenv("KEY") or "none")', 'given'],
    ['OpenAI(api_key=os.getenv("KEY") or os.getenv("OTHER"))', 'default'],
    ['OpenAI(api_key=SecretStr(os.environ["KEY"]))', { variable: 'KEY' }],
    ['OpenAI(api_key=KEY)', { variable: 'MY_KEY' }],
    ['OpenAI(api_key=LLM_KEY)', { variable: 'SHARED_KEY' }],
    ['OpenAI(api_key=environment.LLM_KEY)', { variable: 'SHARED_KEY' }],
    ['OpenAI(api_key=Config.KEY)', { variable: 'CONSTANT_KEY' }],
    ['OpenAI(api_key=Production().KEY)', { variable: 'CONSTANT_KEY' }],
    ['OpenAI(api_key=Config.FIXED)', 'given'],
    ['OpenAI(api_key=settings.model_key)', { variable: 'MODEL_KEY' }],
    ['OpenAI(api_key=get_settings().model_key)', { variable: 'MODEL_KEY' }],
    ['OpenAI(api_key=settings.secret.get_secret_value())', { variable: 'SECRET' }],
    ['OpenAI(api_key=settings.named)', { variable: 'NAMED_KEY' }],
    ['OpenAI(api_key=prefixed.key)', { variable: 'SHOP_KEY' }],
    ['OpenAI(api_key=settings.fixed)', 'given'],
    ['OpenAI(api_key=settings.missing)', 'default'],
    ['OpenAI(api_key=elsewhere.key)', 'default'],
    ['OpenAI(api_key="ollama")', 'given'],
    ['OpenAI(api_key=os.environ["a b"])', 'default'],
    // Each defined by the other, or imported from the other.
    ['OpenAI(api_key=ROUND)', 'default'],
    ['OpenAI(api_key=CIRCLE)', 'default'],
    ['OpenAI(base_url=CIRCLE)', 'default'],
  ])('%s', async (made, from) => {
    const code = `import os
import environment
from os import getenv
from decouple import config as env
from elsewhere import elsewhere
from openai import OpenAI
from constants import Config, Production
from environment import LLM_KEY
from circle import CIRCLE
from settings import get_settings, prefixed, settings
KEY = os.environ["MY_KEY"]
ROUND = ABOUT
ABOUT = ROUND
client = ${made}

def answer(question):
    return client.responses.create(input=question)
`;
    const { candidates } = await rank({ ...FILES, 'app.py': code });
    expect(candidates[0]?.settings.find(({ what }) => what === 'key')).toEqual({
      provider: 'openai',
      what: 'key',
      from,
    });
  });

  it('a key that a constructor keeps', async () => {
    const { candidates } = await rank({
      'bot.py': `import os
from openai import OpenAI
class Bot:
    def __init__(self, key=None):
        self.key = key or os.getenv("BOT_KEY")
        self.client = OpenAI(api_key=self.key)
    def answer(self, question):
        return self.client.responses.create(input=question)
`,
    });
    expect(candidates[0]?.settings.find(({ what }) => what === 'key')?.from).toEqual({ variable: 'BOT_KEY' });
  });
});

describe('findTask tells whose keys of several providers are needed in any case', () => {
  const ABOVE = `import os
import anthropic
import cohere
from openai import OpenAI

def ask_gpt(text):
    return OpenAI().responses.create(input=text)

def ask_claude(text):
    return anthropic.Anthropic().messages.create(messages=[text])

def ask_either(text):
    if os.getenv("PROVIDER") == "claude":
        return ask_claude(text)
    return ask_gpt(text)

class Gpt:
    def ask(self, text):
        return OpenAI().responses.create(input=text)

class Claude:
    def ask(self, text):
        return anthropic.Anthropic().messages.create(messages=[text])

MODEL = Gpt() if os.getenv("PROVIDER") else Claude()
MODELS = {"gpt": Gpt(), "claude": Claude()}
`;

  it.each<[body: string, surelyNeeded: string[]]>([
    ['return ask_claude(ask_gpt(question))', ['anthropic', 'openai']],
    [
      'draft = OpenAI().responses.create(input=question)\n    return ask_claude(draft)',
      ['anthropic', 'openai'],
    ],
    [
      'if not question:\n        return ""\n    return ask_claude(ask_gpt(question))',
      ['anthropic', 'openai'],
    ],
    [
      'for part in question:\n        ask_claude(part)\n    return ask_gpt(question)',
      ['anthropic', 'openai'],
    ],
    ['return ask_either(question)', []],
    ['return ask_claude(question) if len(question) > 9 else ask_gpt(question)', []],
    [
      'match question[0]:\n        case "a":\n            return ask_gpt(question)\n        case _:\n            return ask_claude(question)',
      [],
    ],
    [
      'if question:\n        answer = ask_gpt(question)\n    else:\n        answer = ask_claude(question)\n    return answer',
      [],
    ],
    ['return MODEL.ask(question)', []],
    ['return MODELS[question].ask(question)', []],
    [
      'try:\n        return ask_gpt(question)\n    except Exception:\n        return ask_claude(question)',
      ['openai'],
    ],
    ['cohere.Client().chat(message=question)\n    return ask_either(question)', ['cohere']],
    ['return ask_gpt(question)', ['openai']],
  ])('%s', async (body, surelyNeeded) => {
    const { candidates } = await rank({ 'app.py': `${ABOVE}\ndef answer(question):\n    ${body}\n` });
    expect(candidates.find(({ target }) => target === 'app:answer')?.surelyNeeded).toEqual(surelyNeeded);
  });

  it.each<[title: string, files: Record<string, string>, surelyNeeded: string[]]>([
    [
      'of clients that are made when the app is imported',
      {
        'clients.py':
          'import anthropic\nfrom openai import OpenAI\ngpt = OpenAI()\nclaude = anthropic.Anthropic()\n',
      },
      ['anthropic', 'openai'],
    ],
    [
      'of clients of which one is made in a branch',
      {
        'clients.py':
          'import os\nimport anthropic\nfrom openai import OpenAI\ngpt = OpenAI()\nclaude = None\nif os.getenv("CLAUDE"):\n    claude = anthropic.Anthropic()\n',
      },
      ['openai'],
    ],
    [
      'of none where a function makes one of several',
      {
        'clients.py':
          'import anthropic\nfrom openai import OpenAI\ndef load(name):\n    if name == "gpt":\n        return OpenAI()\n    return anthropic.Anthropic()\ngpt = load("gpt")\nclaude = load("claude")\n',
      },
      [],
    ],
  ])('%s', async (_, files, surelyNeeded) => {
    const { candidates } = await rank({
      ...files,
      'app.py':
        'from clients import claude, gpt\n\ndef answer(question):\n    if len(question) > 9:\n        return claude.messages.create(messages=[question])\n    return gpt.responses.create(input=question)\n',
    });
    expect(candidates[0]?.surelyNeeded).toEqual(surelyNeeded);
  });

  it('of what its object is made with', async () => {
    const { candidates } = await rank({
      'app.py':
        'import anthropic\nfrom openai import OpenAI\nclass Bot:\n    def __init__(self):\n        self.gpt = OpenAI()\n    def answer(self, question):\n        if len(question) > 9:\n            return anthropic.Anthropic().messages.create(messages=[question])\n        return self.gpt.responses.create(input=question)\n',
    });
    expect(candidates[0]).toMatchObject({ target: 'app:Bot.answer', surelyNeeded: ['openai'] });
  });

  it('where functions call each other', async () => {
    const { candidates } = await rank({
      'app.py': `${ABOVE}
def answer(question):
    ask_gpt(question)
    return again(question)

def again(question):
    ask_claude(question)
    return answer(question)
`,
    });
    expect(candidates.find(({ target }) => target === 'app:answer')?.surelyNeeded).toEqual([
      'anthropic',
      'openai',
    ]);
  });
});

describe('findTask tells what comes back and is no answer yet', () => {
  const above = `import asyncio
from anthropic import Anthropic, AsyncAnthropic
from fastapi.responses import JSONResponse, StreamingResponse
from openai import AsyncOpenAI, OpenAI

client = OpenAI()
eager = AsyncOpenAI()
claude = Anthropic()
later = AsyncAnthropic()


async def ask(text):
    return await eager.responses.create(input=text)


def begin(text):
    begun = ask(text)
    return begun


`;

  it.each([
    ['def', 'return client.responses.create(input=question)', []],
    ['def', 'return eager.responses.create(input=question)', ['awaitable']],
    ['def', 'return ask(question)', ['awaitable']],
    ['def', 'return begin(question)', ['awaitable']],
    ['def', 'return asyncio.create_task(ask(question))', ['awaitable']],
    ['def', 'return asyncio.run(ask(question))', []],
    ['def', 'return ask(question) if question else None', ['awaitable']],
    ['async def', 'return await ask(question)', []],
    ['def', 'return claude.messages.stream(model="m")', ['stream manager']],
    ['async def', 'return later.messages.stream(model="m")', ['async stream manager']],
    ['async def', 'return JSONResponse({"answer": await ask(question)})', ['web response']],
    ['def', 'return StreamingResponse(client.responses.create(input=question))', ['streaming response']],
  ])('%s: %s', async (start, body, returned) => {
    const code = `${above}${start} answer(question):\n    client.responses.create(input=question)\n    ${body}\n`;
    const { asked } = await findTask(appTree({ 'app.py': code }), PURPOSE, 'app:answer');
    expect(asked?.returned).toEqual(returned);
  });

  it('by what is annotated', async () => {
    const code = `${above}def answer(question) -> "Awaitable[str]":\n    client.responses.create(input=question)\n    return question\n`;
    const { asked } = await findTask(appTree({ 'app.py': code }), PURPOSE, 'app:answer');
    expect(asked?.returned).toEqual(['awaitable']);
  });
});

describe('findTask tells what a call takes', () => {
  it('of a body that is defined where nothing is called', async () => {
    const { candidates } = await rank({
      'main.py': `from fastapi import FastAPI\nfrom schemas import Query\n${OPENAI}app = FastAPI()\n@app.post("/ask")\ndef ask(query: Query):\n    return ${ASK}\n`,
      'schemas.py': 'from pydantic import BaseModel\n\nclass Query(BaseModel):\n    question: str\n',
    });
    expect(candidates[0]).toMatchObject({
      target: 'main:ask',
      parameters: [{ name: 'query', body: { module: 'schemas', name: 'Query' } }],
    });
  });

  it('of an async generator in a class', async () => {
    const { candidates } = await rank({
      'src/bot.py': `import os\nimport requests\nimport sqlite3\nfrom openai import AsyncOpenAI\n\nclass Bot:\n    def __init__(self, model: str, limit=3):\n        self.client = AsyncOpenAI()\n\n    async def stream(self, message: str, /, *rest, model="m", **more):\n        token = os.getenv("CRM_TOKEN")\n        requests.get("https://crm.example")\n        sqlite3.connect("x.db")\n        open("log.txt", "a").write(message)\n        async for part in await self.client.chat.completions.create(stream=True):\n            yield part\n`,
    });
    expect(candidates[0]).toMatchObject({
      target: 'bot:Bot.stream',
      importRoot: 'src',
      file: 'src/bot.py',
      line: 10,
      isAsync: true,
      isGenerator: true,
      method: 'instance',
      providers: ['openai'],
      parameters: [
        { name: 'message', kind: 'positional-only', annotation: 'str', hasDefault: false },
        { name: 'rest', kind: 'var-positional', hasDefault: false },
        { name: 'model', kind: 'keyword-only', hasDefault: true },
        { name: 'more', kind: 'var-keyword', hasDefault: false },
      ],
      constructorParameters: [
        { name: 'model', annotation: 'str', hasDefault: false },
        { name: 'limit', hasDefault: true },
      ],
      sideEffects: [
        { kind: 'environment', what: 'CRM_TOKEN', file: 'src/bot.py', line: 11 },
        { kind: 'http', what: 'requests.get', line: 12 },
        { kind: 'database', what: 'sqlite3.connect', line: 13 },
        { kind: 'file', what: 'open', line: 14 },
      ],
    });
  });
});

it('takes the model, asked over plain HTTP at an address of the settings, for no service beside it', async () => {
  const { candidates } = await rank({
    'settings.py': 'URL = "https://api.perplexity.ai/chat/completions"\n',
    'client.py':
      'import requests\nfrom settings import URL\n\ndef ask(question: str):\n    requests.get("https://crm.example")\n    return requests.post(URL, json={"messages": [question]}).json()\n',
  });
  expect(candidates[0]?.sideEffects).toMatchObject([{ kind: 'http', what: 'requests.get' }]);
});

it('takes no experiment that was generated before for a part of the app', async () => {
  const app =
    'from openai import OpenAI\nclient = OpenAI()\ndef answer(question: str) -> str:\n    return client.chat.completions.create(model="m", messages=[]).choices[0].message.content\n';
  const experiment =
    'from app import answer\nfrom openai import OpenAI\ndef task_fn(input_data, config):\n    return answer(input_data["question"])\nconfig = {"skill": "llm-obs-experiment-py-bootstrap"}\n';
  const { candidates } = await rank({ 'app.py': app, 'experiments/experiment.py': experiment });
  expect(candidates.map(({ target }) => target)).toEqual(['app:answer']);
});
