/** Names that the generated file gives to something else: what is imported under one of them gets another. */
const NAMES_OF_THE_FILE = new Set(
  (
    'Any Dict Path LLMObs OpenAI Lock EvaluatorResult EvaluatorContext BaseEvaluator RemoteEvaluator ExactMatch ' +
    'AnswerQuality DD_API_KEY DD_APPLICATION_KEY PROJECT_NAME TEXTS MODULES annotations answer_quality as_text bool ' +
    'config dataset dict evaluations experiment exact_match failed fields first float getattr hasattr input_data ' +
    'instance is_dataclass isinstance iter json json_ready json_shape judge judge_input len list load_dotenv ' +
    'made making max next os output parsed piece print problem record repr ' +
    'response_well_formed results row rows run score scores set str super sys task_fn text_of the_instance tuple type unscored ' +
    'all any int key uuid4 ValueError AttributeError ImportError KeyError SystemExit JSONEvaluator LLMJudge ' +
    'RegexMatchEvaluator difflib advice env_file env_files filter globals here looked_in map nearest_env_file boto3 ' +
    'BooleanStructuredOutput NearMatch near_match sql_statement valid_json groundedness tool_calls semantic_match comparable_text ' +
    'bytes bedrock_answer is_response stream'
  ).split(' '),
);

/** @returns the name under which something of the app is imported into the generated file */
export function localName(name: string): string {
  return NAMES_OF_THE_FILE.has(name) ? `app_${name}` : name;
}
