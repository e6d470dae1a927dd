/** The oldest release of the SDK that a generated file runs on. */
export const OLDEST_SDK = '4.7';

/** Packages whose name on PyPI is not that of the module that is imported, among what LLM applications use. */
const PACKAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    agents: 'openai-agents',
    any_llm: 'any-llm-sdk',
    attr: 'attrs',
    'azure.ai.inference': 'azure-ai-inference',
    'azure.ai.projects': 'azure-ai-projects',
    bs4: 'beautifulsoup4',
    camel: 'camel-ai',
    cerebras: 'cerebras-cloud-sdk',
    cv2: 'opencv-python',
    dateutil: 'python-dateutil',
    ddtrace: `ddtrace>=${OLDEST_SDK}`,
    docx: 'python-docx',
    dotenv: 'python-dotenv',
    fireworks: 'fireworks-ai',
    fitz: 'PyMuPDF',
    'google.adk': 'google-adk',
    'google.genai': 'google-genai',
    'google.generativeai': 'google-generativeai',
    'google.cloud.aiplatform': 'google-cloud-aiplatform',
    haystack: 'haystack-ai',
    jwt: 'PyJWT',
    lightrag: 'lightrag-hku',
    llama_cpp: 'llama-cpp-python',
    llama_index: 'llama-index',
    phi: 'phidata',
    PIL: 'Pillow',
    pptx: 'python-pptx',
    psycopg2: 'psycopg2-binary',
    sklearn: 'scikit-learn',
    strands: 'strands-agents',
    vertexai: 'google-cloud-aiplatform',
    yaml: 'PyYAML',
  }),
);

/** @returns a word of a command, in double quotes where a shell would read something else: they are quotes to any shell */
export function inQuotes(word: string): string {
  return /^[\w./:\\@%+=-]+$/.test(word) ? word : `"${word}"`;
}

/** @returns what to hand to pip for modules, each once, in order */
export function packagesOf(modules: readonly string[]): string[] {
  return [
    ...new Set(
      modules.map((module) => {
        const parts = module.split('.');
        const root = parts[0] ?? module;
        const known = [3, 2, 1].map((count) => PACKAGES.get(parts.slice(0, count).join('.'))).find(Boolean);
        return known ?? root.replaceAll('_', '-');
      }),
    ),
  ];
}
