// Datasets to measure with: support chats in several languages, the same bytes in every run.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SECRET_SENTENCES, SENTENCES } from './chat-sentences.mjs';
import { drawsFrom } from './random.mjs';

/** The share of rows that hold something to mask, where a dataset is to hold any. */
export const SHARE_TO_MASK = 0.03;

const CHUNK = 1 << 20;
const BYTES_OF_RECORD = 840;
const START_OF_2025 = Date.UTC(2025);
const SECONDS_OF_A_YEAR = 31_536_000;
const COLUMNS = ['conversation_id', 'timestamp', 'model', 'topic', 'question', 'expected_answer'];
const MODELS = ['gpt-4o-mini', 'gpt-4.1', 'llama-3.3-70b-instruct', 'mistral-large-2411'];
const TOPICS = ['billing', 'sign-in', 'delivery', 'exports', 'plans'];
const OTHER_LANGUAGES = Object.keys(SENTENCES).filter((language) => language !== 'English');

/**
 * A CSV of chats: quoted where CSV needs it, with line breaks, doubled quotes, dates, prices and order numbers.
 *
 * @param {number} bytes it ends with the row that reaches them
 * @param {number} shareToMask of its rows
 * @returns {Generator<string>} its text, in pieces of about a megabyte
 */
export function* chatCsv(bytes, shareToMask) {
  const draws = drawsFrom(1);
  let written = 0;
  let piece = `${COLUMNS.join(',')}\n`;
  let size = piece.length;
  while (written + size < bytes) {
    const row = csvRow(chat(draws, shareToMask, 4, 14));
    piece += row;
    size += Buffer.byteLength(row);
    if (size >= CHUNK) {
      yield piece;
      written += size;
      piece = '';
      size = 0;
    }
  }
  yield piece;
}

/**
 * A JSON array of records of about 840 bytes each.
 *
 * @param {number} count of records
 * @param {number} shareToMask of them
 * @returns {Generator<string>} its text, in pieces of about a megabyte
 */
export function* jsonRecords(count, shareToMask) {
  const draws = drawsFrom(2);
  let piece = '[';
  for (let index = 0; index < count; index += 1) {
    piece += `${index === 0 ? '' : ','}\n${JSON.stringify(record(draws, shareToMask))}`;
    if (piece.length >= CHUNK) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}\n]\n`;
}

/**
 * @param {string} folder of the datasets; each is kept until the sources that make it change
 * @param {number} bytes about its size
 * @param {number} shareToMask of its rows
 * @returns {Promise<string>} the path of a CSV of chats
 * @throws Error where the disk has no room for it and its copy
 */
export function chatFile(folder, bytes, shareToMask) {
  const name = `chats-${sizeName(bytes).replace(' ', '')}-${shareToMask === 0 ? 'clean' : 'to-mask'}.csv`;
  return keptFile(path.join(folder, name), bytes, () => chatCsv(bytes, shareToMask));
}

/**
 * The same for a JSON array of records.
 *
 * @param {string} folder
 * @param {number} count
 */
export function recordsFile(folder, count) {
  const file = path.join(folder, `records-${count}.json`);
  return keptFile(file, count * BYTES_OF_RECORD, () => jsonRecords(count, SHARE_TO_MASK));
}

/** 500_000_000 as "500 MB". */
export function sizeName(bytes) {
  return bytes >= 1e9 ? `${bytes / 1e9} GB` : `${bytes / 1e6} MB`;
}

async function keptFile(wanted, bytes, make) {
  const { dir: folder, name, ext } = path.parse(wanted);
  const file = path.join(folder, `${name}-${digestOfSources()}${ext}`);
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  // The file, its copy, and something for everybody else.
  const needed = bytes * (existsSync(file) ? 1.2 : 2.2);
  if (bavail * bsize < needed)
    throw new Error(`${sizeName(Math.ceil(needed / 1e6) * 1e6)} of free disk are needed`);
  if (existsSync(file)) return file;
  console.error(`writing ${path.basename(file)} …`);
  const unfinished = `${file}.unfinished`;
  await pipeline(Readable.from(make()), createWriteStream(unfinished));
  renameSync(unfinished, file);
  return file;
}

function digestOfSources() {
  const digest = createHash('sha256');
  for (const source of ['made-data.mjs', 'chat-sentences.mjs', 'random.mjs']) {
    digest.update(readFileSync(new URL(source, import.meta.url)));
  }
  return digest.digest('hex').slice(0, 8);
}

function chat(draws, shareToMask, mostAsked, mostAnswered) {
  const { below, oneOf } = draws;
  const sentences = SENTENCES[below(10) < 6 ? 'English' : oneOf(OTHER_LANGUAGES)];
  const asked = said(draws, sentences, 1 + below(mostAsked));
  const answered = said(draws, sentences, 3 + below(mostAnswered - 2));
  if (below(1_000_000) < shareToMask * 1_000_000) {
    oneOf([asked, answered]).push(oneOf(SECRET_SENTENCES)(draws));
  }
  const milliseconds = START_OF_2025 + below(SECONDS_OF_A_YEAR) * 1000 + below(1000);
  return {
    id: conversationId(draws, milliseconds),
    timestamp: new Date(milliseconds).toISOString(),
    model: oneOf(MODELS),
    topic: oneOf(TOPICS),
    question: asked.join(' '),
    // Some answers are lists, a line each.
    answer: answered.join(below(4) === 0 ? '\n- ' : ' '),
  };
}

function said(draws, sentences, count) {
  return Array.from({ length: count }, () => draws.oneOf(sentences)(draws));
}

/** A UUID that begins with its time (RFC 9562, section 5.7). */
function conversationId({ below }, milliseconds) {
  const time = milliseconds.toString(16).padStart(12, '0');
  const hexadecimal = (length) =>
    below(16 ** length)
      .toString(16)
      .padStart(length, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hexadecimal(3)}-a${hexadecimal(3)}-${hexadecimal(6)}${hexadecimal(6)}`;
}

function csvRow({ id, timestamp, model, topic, question, answer }) {
  return `${id},${timestamp},${model},${topic},${csvField(question)},${csvField(answer)}\n`;
}

function csvField(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function record(draws, shareToMask) {
  const { id, timestamp, model, topic, question, answer } = chat(draws, shareToMask, 3, 7);
  return {
    input_data: { question, topic },
    expected_output: answer,
    metadata: {
      conversation_id: id,
      timestamp,
      model,
      milliseconds: 100 + draws.below(9000),
      cost: draws.below(10_000) / 1e6,
    },
    tags: [`topic:${topic}`, 'source:support'],
  };
}
