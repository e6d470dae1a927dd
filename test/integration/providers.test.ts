import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startStandIn } from '../../lib/stand-in/stand-in.js';
import { runPython, sharedFolder } from './experiments.js';

const PROGRAM = fileURLToPath(new URL('../python/ask_providers.py', import.meta.url));

/** For each library the functions of the program, and the paths that they ask. */
const LIBRARIES: readonly (readonly [library: string, names: readonly string[], paths: readonly string[]])[] =
  [
    [
      'openai',
      [
        'openai_chat',
        'openai_chat_streamed',
        'openai_chat_schema',
        'openai_module',
        'openai_responses',
        'openai_responses_streamed',
        'openai_responses_schema',
        'openai_completions',
        'openai_completions_streamed',
        'azure',
        'azure_streamed',
        'azure_responses',
      ],
      [
        '/v1/chat/completions',
        '/v1/responses',
        '/v1/completions',
        '/openai/deployments/my-deployment/chat/completions',
        '/openai/responses',
      ],
    ],
    [
      'anthropic',
      [
        'anthropic_messages',
        'anthropic_streamed',
        'anthropic_schema',
        'anthropic_bedrock',
        'anthropic_bedrock_streamed',
      ],
      [
        '/v1/messages',
        '/model/anthropic.claude-3-haiku-20240307-v1:0/invoke',
        '/model/anthropic.claude-3-haiku-20240307-v1:0/invoke-with-response-stream',
      ],
    ],
    ['google-genai', ['gemini', 'gemini_streamed', 'gemini_schema', 'vertex_with_a_key'], []],
    [
      'boto3',
      [
        'bedrock_converse',
        'bedrock_converse_streamed',
        'bedrock_schema',
        'bedrock_invoke_claude',
        'bedrock_invoke_claude_streamed',
        'bedrock_invoke_titan',
        'bedrock_invoke_llama',
        'bedrock_invoke_nova',
      ],
      ['/model/amazon.nova-lite-v1%3A0/converse', '/model/amazon.nova-lite-v1%3A0/converse-stream'],
    ],
    [
      'ollama',
      ['ollama_chat', 'ollama_chat_streamed', 'ollama_schema', 'ollama_generate', 'ollama_generate_streamed'],
      ['/api/chat', '/api/generate'],
    ],
    [
      'cohere',
      ['cohere_v2', 'cohere_v2_streamed', 'cohere_v1', 'cohere_v1_streamed'],
      ['/v2/chat', '/v1/chat'],
    ],
    ['mistralai', ['mistral'], ['/v1/chat/completions']],
    [
      'litellm',
      [
        'litellm_openai',
        'litellm_azure',
        'litellm_anthropic',
        'litellm_gemini',
        'litellm_bedrock',
        'litellm_mistral',
        'litellm_cohere',
        'litellm_ollama',
      ],
      ['/v1/messages', '/v1beta/models/gemini-2.5-flash:generateContent', '/api/chat'],
    ],
  ];

const folder = sharedFolder();

it.each(LIBRARIES)('%s finds the stand-in and reads what it answers', async (_, names, paths) => {
  const text = 'It is so, "because": 42 😀.';
  const standIn = await startStandIn({
    records: [],
    answers: (question) => (question === 'Why is it so?' ? text : `not the question: ${question}`),
  });
  try {
    const outcome = await runPython('providers', [PROGRAM, 'Why is it so?', ...names], folder, standIn);
    expect(outcome.status, outcome.stderr).toBe(0);
    const answers = JSON.parse(outcome.stdout.trimEnd().split('\n').at(-1) ?? '') as unknown;
    expect(answers).toEqual(Object.fromEntries(names.map((name) => [name, text])));
    const asked = standIn.requests.map((request) => request.path);
    for (const expected of paths) expect(asked).toContain(expected);
    // A key that comes is a key that a user's own could have been.
    expect(JSON.stringify(standIn.requests.map(({ headers }) => headers))).not.toMatch(
      /"(Bearer )?stand-in"/,
    );
  } finally {
    await standIn.close();
  }
});
