import { describe, expect, it } from 'vitest';
import { findTask } from '../../lib/task-discovery/find-task.js';
import { appTree } from './app-tree.js';

const MODEL = 'from openai import OpenAI\nclient = OpenAI()\n';
const ASKS = 'return client.chat.completions.create(messages=[])';

interface App {
  /** What is imported or done at the import. */
  readonly above?: string;
  /** A line of `answer`. */
  readonly inside?: string;
}

/** @returns the side effects of `answer`, each as its kind, what it is, and when, in the order of the alphabet */
async function seen({ above = '', inside = 'pass' }: App): Promise<string[]> {
  const source = `${MODEL}${above}\ndef answer(question, db=None):\n    ${inside}\n    ${ASKS}\n`;
  const { asked } = await findTask(appTree({ 'app.py': source }), '', 'app:answer');
  return (asked?.sideEffects ?? [])
    .map(({ kind, what, isOnce }) => `${kind} ${what}${isOnce ? ', once' : ''}`)
    .sort();
}

describe('the environment is read', () => {
  it.each<[string, App, string[]]>([
    ['by getenv', { above: 'import os', inside: 'os.getenv("KEY", "x")' }, ['environment KEY']],
    ['by a subscript', { above: 'import os', inside: 'k = os.environ["KEY"]' }, ['environment KEY']],
    ['by get', { above: 'import os', inside: 'os.environ.get("KEY")' }, ['environment KEY']],
    [
      'by a module of another name',
      { above: 'import os as o', inside: 'o.environ["A"]; o.getenv("B")' },
      ['environment A', 'environment B'],
    ],
    [
      'by names of their own',
      { above: 'from os import environ as e, getenv as g', inside: 'e["A"]; g("B"); e.get("C")' },
      ['environment A', 'environment B', 'environment C'],
    ],
    ['at the import', { above: 'import os\nKEY = os.environ["KEY"]' }, ['environment KEY, once']],
    [
      'in a class of the module',
      { above: 'import os\nclass Config:\n    key = os.getenv("KEY")' },
      ['environment KEY, once'],
    ],
    [
      'at the import through a function',
      { above: 'import os\ndef load():\n    return os.environ["KEY"]\nKEY = load()' },
      ['environment KEY, once'],
    ],
    [
      'both at the import and at each call',
      { above: 'import os\nos.getenv("KEY")', inside: 'os.getenv("KEY")' },
      ['environment KEY'],
    ],
    [
      'not where it is set',
      { above: 'import os\nos.environ["KEY"] = "x"', inside: 'del os.environ["KEY"]' },
      [],
    ],
    ['not under a name that is made up', { above: 'import os', inside: 'os.getenv(f"{question}_KEY")' }, []],
    ['not by a dict of that name', { above: 'environ = {}', inside: 'environ["KEY"]' }, []],
    [
      'not where the module is run by itself alone',
      { above: 'import os\nif __name__ == "__main__":\n    os.getenv("KEY")\n    open("x", "w")' },
      [],
    ],
  ])('%s', async (_, app, expected) => {
    expect(await seen(app)).toEqual(expected);
  });
});

it('what only a run of the module by itself calls is not seen', async () => {
  const above = 'def main():\n    open("x", "w")\nif __name__ == "__main__":\n    main()';
  expect(await seen({ above })).toEqual([]);
});

describe('what goes elsewhere is seen', () => {
  it.each<[string, App, string[]]>([
    [
      'a request',
      { above: 'import requests', inside: 'requests.get("x").json().get("y")' },
      ['http requests.get'],
    ],
    [
      'a request of a session made elsewhere',
      { above: 'import requests\nsession = requests.Session()', inside: 'session.post("x")' },
      ['http requests.Session.post'],
    ],
    [
      'a request of a client in a with',
      { above: 'import httpx', inside: 'with httpx.Client() as c: c.get("x")' },
      ['http httpx.Client.get'],
    ],
    [
      "a request of Python's own",
      { above: 'import urllib.request', inside: 'urllib.request.urlopen("x")' },
      ['http urllib.request.urlopen'],
    ],
    ['no request in an address', { above: 'import urllib.parse', inside: 'urllib.parse.quote("x")' }, []],
    ['no request in a client', { above: 'import httpx\nhttp = httpx.Client()' }, []],
    [
      'no request to the model itself',
      { above: 'import requests', inside: 'requests.post("http://localhost:11434/api/chat")' },
      [],
    ],
    [
      'an e-mail',
      { above: 'import smtplib', inside: 'with smtplib.SMTP("x") as s: s.send_message(question)' },
      ['mail smtplib.SMTP'],
    ],
    [
      'another program',
      { above: 'from subprocess import run as go', inside: 'go(["ls"])' },
      ['process subprocess.run'],
    ],
    ['a shell', { above: 'import os', inside: 'os.system("ls")' }, ['process os.system']],
    [
      'a store of AWS',
      { above: 'import boto3\ns3 = boto3.client("s3")', inside: 's3.put_object(Bucket="b")' },
      ['http boto3.client.s3'],
    ],
    [
      'a table of AWS',
      { above: 'import boto3', inside: 'boto3.resource("dynamodb").Table("t").put_item(Item={})' },
      ['database boto3.resource.dynamodb'],
    ],
    [
      'no model of AWS',
      { above: 'import boto3\nb = boto3.client("bedrock-runtime")', inside: 'b.converse(modelId="m")' },
      [],
    ],
    [
      'a search',
      { above: 'from tavily import TavilyClient', inside: 'TavilyClient().search(question)' },
      ['http tavily.TavilyClient.search'],
    ],
  ])('%s', async (_, app, expected) => {
    expect(await seen(app)).toEqual(expected);
  });
});

describe('a database is seen', () => {
  it.each<[string, App, string[]]>([
    [
      'once, by its connection',
      { above: 'import sqlite3', inside: 'c = sqlite3.connect("x"); c.execute("y").fetchone().get("z")' },
      ['database sqlite3.connect'],
    ],
    [
      'made at the import',
      { above: 'import sqlite3\nc = sqlite3.connect("x")', inside: 'c.execute("y")' },
      ['database sqlite3.connect'],
    ],
    [
      'as a session',
      {
        above: 'from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session',
        inside: 'Session(None).commit()',
      },
      ['database sqlalchemy.orm.Session'],
    ],
    [
      'not in the columns of a table',
      { above: 'from sqlalchemy import Column, String\nclass User:\n    name = Column(String(9))' },
      [],
    ],
    [
      'not in a record for it',
      { above: 'from qdrant_client.models import PointStruct', inside: 'PointStruct(id=1)' },
      [],
    ],
    [
      'behind a framework',
      { above: 'from langchain_chroma import Chroma', inside: 'Chroma().similarity_search(question)' },
      ['database langchain_chroma.Chroma'],
    ],
  ])('%s', async (_, app, expected) => {
    expect(await seen(app)).toEqual(expected);
  });
});

describe('a file that is written is seen', () => {
  it.each<[string, App, string[]]>([
    ['opened', { inside: 'open("x", "w")' }, ['file open']],
    ['opened with a keyword', { inside: 'open("x", encoding="utf-8", mode="a")' }, ['file open']],
    ['opened as a path', { above: 'from pathlib import Path', inside: 'Path("x").open("w")' }, ['file open']],
    ['opened packed', { above: 'import gzip', inside: 'gzip.open("x", "wt")' }, ['file gzip.open']],
    [
      'but not one that is read',
      { above: 'import fitz', inside: 'open("x"); open("y", "rb"); fitz.open("wax")' },
      [],
    ],
    [
      'as a log',
      { above: 'import logging\nh = logging.FileHandler("x")\nlogging.basicConfig(level=1)' },
      ['file logging.FileHandler, once'],
    ],
    [
      'as a log by its name',
      { above: 'import logging\nlogging.basicConfig(filename="x")' },
      ['file logging.basicConfig, once'],
    ],
    ['as a table', { inside: 'db.to_csv("x")' }, ['file db.to_csv']],
    ['but not a table as text', { inside: 'db.to_csv(); db.to_json(indent=2)' }, []],
    ['removed', { above: 'import os', inside: 'os.remove("x")' }, ['file os.remove']],
  ])('%s', async (_, app, expected) => {
    expect(await seen(app)).toEqual(expected);
  });
});

it('what is called in another module is not looked at', async () => {
  const root = appTree({
    'notes.py':
      'import openai\ndef note(question):\n    open("x", "w")\n    return openai.responses.create()\n',
    'app.py': 'from notes import note\ndef answer(question):\n    return note(question)\n',
  });
  const { asked } = await findTask(root, '', 'app:answer');
  expect(asked?.sideEffects).toEqual([]);
});

it('what making a class does is seen once, and what its method calls in the module each time', async () => {
  const root = appTree({
    'bot.py': `import os, requests\n${MODEL}
class Bot:
    def __init__(self):
        self.key = os.environ["CRM_KEY"]
        self.session = requests.Session()
    def ask(self, question):
        self._note()
        ${ASKS}
    def _note(self):
        self._log()
    def _log(self):
        self.session.post("x")
    def unused(self):
        open("x", "w")
`,
  });
  const { candidates } = await findTask(root, '');
  expect(candidates[0]?.sideEffects).toEqual([
    { kind: 'http', what: 'requests.Session.post', file: 'bot.py', line: 15, isOnce: false },
    { kind: 'environment', what: 'CRM_KEY', file: 'bot.py', line: 7, isOnce: true },
  ]);
});
