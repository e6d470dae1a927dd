/** What is known of one vendor's token: enough to tell it from other text without a word beside it. */
export interface ApiKeyFormat {
  readonly vendor: string;
  /** In words, for the reader of this table. */
  readonly looksLike: string;
  /** Source of a regular expression, without groups that capture. Every repetition has an upper bound. */
  readonly pattern: string;
  /**
   * A part that every such token holds, for one that does not begin with a fixed part: without it in the text
   * the pattern is not tried.
   */
  readonly marker?: string;
  /** Where the format is published. */
  readonly source: string;
}

const LETTERS_DIGITS = '[A-Za-z0-9]';
const SMALL_DIGITS = '[a-z0-9]';
const CAPITALS_DIGITS = '[A-Z0-9]';
const HEX = '[0-9a-fA-F]';
const URL_SAFE = '[A-Za-z0-9_-]';
const BASE64 = '[A-Za-z0-9+/]';
const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** Secret scanners, where the vendor publishes no format itself. */
const GITLEAKS = 'gitleaks, config/gitleaks.toml';
const GITLAB_SCANNER = 'GitLab Docs, "Detected secrets"';
/** It names the tokens that have a form of their own, without their lengths: those are taken loosely here. */
const GITHUB_SCANNER = 'GitHub Docs, "Supported secret scanning patterns"';

/** Tokens that a fixed part gives away, ordered by what they open. */
export const API_KEY_FORMATS: readonly ApiKeyFormat[] = [
  // Models and their tooling
  {
    vendor: 'OpenAI',
    looksLike: 'sk-, with proj-, svcacct- or admin- in newer ones, then URL-safe characters around T3BlbkFJ',
    pattern: `sk-(?:proj|svcacct|admin|service|None)-${URL_SAFE}{30,260}|sk-${URL_SAFE}{10,120}T3BlbkFJ${URL_SAFE}{10,120}|sk-${LETTERS_DIGITS}{48}(?!${LETTERS_DIGITS})|sess-${LETTERS_DIGITS}{40}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Anthropic',
    looksLike:
      'sk-ant-, a kind and a version (api03-, admin01-, oat01-, sid01-), then 80 URL-safe characters or more',
    pattern: `sk-ant-[a-z]{2,8}\\d{2}-${URL_SAFE}{60,160}`,
    source: GITLEAKS,
  },
  {
    vendor: 'OpenRouter',
    looksLike: 'sk-or-v1- and 64 hex',
    pattern: `sk-or-v1-${HEX}{64}`,
    source: 'OpenRouter Docs, "Authentication"',
  },
  {
    vendor: 'Langfuse',
    looksLike: 'sk-lf- and a UUID',
    pattern: `sk-lf-${UUID}`,
    source: 'Langfuse Docs, "Get started"',
  },
  {
    vendor: 'DeepSeek, Stability AI, LiteLLM and others in the style of OpenAI',
    looksLike: 'sk- and 32 letters or digits or more',
    pattern: `sk-${LETTERS_DIGITS}{32,64}`,
    source: 'DeepSeek API Docs, "Your first API call"',
  },
  {
    vendor: 'LangSmith',
    looksLike: 'lsv2_pt_ or lsv2_sk_, 32 hex, _, 10 hex; formerly ls__ and 32 hex',
    pattern: `lsv2_(?:pt|sk)_${HEX}{32}_${HEX}{10}|ls__${HEX}{32}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Hugging Face',
    looksLike: 'hf_ or api_org_ and 34 letters or digits',
    pattern: `(?:hf|api_org)_${LETTERS_DIGITS}{30,40}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Groq',
    looksLike: 'gsk_ and 52 letters or digits',
    pattern: `gsk_${LETTERS_DIGITS}{40,60}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'xAI',
    looksLike: 'xai- and 80 letters or digits',
    pattern: `xai-${LETTERS_DIGITS}{60,90}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Perplexity',
    looksLike: 'pplx- and 48 letters or digits',
    pattern: `pplx-${LETTERS_DIGITS}{40,64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Replicate',
    looksLike: 'r8_ and 37 letters or digits',
    pattern: `r8_${LETTERS_DIGITS}{37}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Fireworks',
    looksLike: 'fw_ and 22 or more letters or digits',
    pattern: `fw_${LETTERS_DIGITS}{20,48}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'NVIDIA',
    looksLike: 'nvapi- and 64 URL-safe characters',
    pattern: `nvapi-${URL_SAFE}{60,70}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Weights & Biases',
    looksLike: 'wandb_v1_ and URL-safe characters',
    pattern: `wandb_v1_${URL_SAFE}{40,100}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Pinecone',
    looksLike: 'pcsk_, five or six characters, _, 60 letters or digits',
    pattern: `pcsk_${LETTERS_DIGITS}{4,8}_${LETTERS_DIGITS}{50,70}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Tavily',
    looksLike: 'tvly-, dev- or prod-, letters and digits',
    pattern: `tvly-(?:dev-|prod-)?${URL_SAFE}{30,50}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'Firecrawl', looksLike: 'fc- and 32 hex', pattern: `fc-${HEX}{32}`, source: GITHUB_SCANNER },
  {
    vendor: 'Jina AI',
    looksLike: 'jina_ and 60 URL-safe characters',
    pattern: `jina_${URL_SAFE}{50,64}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'ElevenLabs', looksLike: 'sk_ and 48 hex', pattern: `sk_${HEX}{48}`, source: GITHUB_SCANNER },
  {
    vendor: 'Voyage AI',
    looksLike: 'pa- and 43 URL-safe characters',
    pattern: `pa-${URL_SAFE}{43}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Cerebras',
    looksLike: 'csk- and 48 small letters or digits',
    pattern: `csk-${SMALL_DIGITS}{40,60}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'E2B', looksLike: 'e2b_ and 40 hex', pattern: `e2b_${HEX}{40}`, source: GITHUB_SCANNER },
  {
    vendor: 'Helicone',
    looksLike: 'sk-helicone- and URL-safe characters',
    pattern: `sk-helicone-${URL_SAFE}{20,60}`,
    source: 'Helicone Docs, "Quickstart"',
  },
  {
    vendor: 'Braintrust',
    looksLike: 'bt-st- and letters or digits',
    pattern: `bt-st-${LETTERS_DIGITS}{40,60}`,
    source: GITHUB_SCANNER,
  },

  // Clouds
  {
    vendor: 'Amazon Web Services',
    looksLike: 'an access key id: AKIA, ASIA, ABIA, ACCA or A3T and 16 capitals or digits',
    pattern: `(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)${CAPITALS_DIGITS}{16}(?!${LETTERS_DIGITS})`,
    source: 'AWS IAM User Guide, "IAM identifiers", unique identifiers',
  },
  {
    vendor: 'Amazon Bedrock',
    looksLike: 'ABSK and base64 of BedrockAPIKey-; bedrock-api-key- and base64',
    pattern: `ABSK${BASE64}{80,250}={0,2}|bedrock-api-key-${BASE64}{40,2000}={0,2}`,
    source: 'Amazon Bedrock User Guide, "API keys"',
  },
  {
    vendor: 'Amazon MWS',
    looksLike: 'amzn.mws. and a UUID',
    pattern: `amzn\\.mws\\.${UUID}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Google Cloud and Firebase',
    looksLike: 'AIza and 35 URL-safe characters',
    pattern: `AIza${URL_SAFE}{35}`,
    source: 'Google Cloud Docs, "Manage API keys"',
  },
  {
    vendor: 'Google OAuth',
    looksLike: 'GOCSPX- and 28 URL-safe characters; ya29. and an access token; 1// and a refresh token',
    pattern: `GOCSPX-${URL_SAFE}{28}|ya29\\.${URL_SAFE}{30,400}|1//0[A-Za-z0-9]${URL_SAFE}{30,120}`,
    source: GITLAB_SCANNER,
  },
  {
    vendor: 'Google AI Studio',
    looksLike: 'AQ. and URL-safe characters',
    pattern: `AQ\\.Ab8RN6${URL_SAFE}{30,80}`,
    source: 'Google AI for Developers, "API keys"',
  },
  {
    vendor: 'Google Cloud Storage HMAC',
    looksLike: 'GOOG1E and 56 capitals or digits; GOOG and 20',
    pattern: `GOOG1?[A-Z0-9]{20,60}`,
    source: 'Google Cloud Docs, "HMAC keys"',
  },
  {
    vendor: 'Firebase Cloud Messaging',
    looksLike: 'AAAA, seven characters, a colon and 140 URL-safe characters',
    pattern: `AAAA${URL_SAFE}{7}:${URL_SAFE}{140}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Microsoft Entra',
    looksLike: 'three characters, a digit, Q~ and 31 to 34 characters with ~, . and -',
    marker: 'Q~',
    pattern: `[A-Za-z0-9_~.]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Azure DevOps',
    looksLike: '84 letters or digits, JQQJ99 among them',
    marker: 'JQQJ99',
    pattern: `${LETTERS_DIGITS}{20,80}JQQJ99${LETTERS_DIGITS}{10,30}`,
    source: 'Microsoft, "Common annotated security keys"',
  },
  {
    vendor: 'Azure Storage',
    looksLike: '88 characters of base64, +ASt among them',
    marker: '+ASt',
    pattern: `${BASE64}{60,80}\\+ASt${BASE64}{4,8}={0,2}`,
    source: 'Microsoft, "Common annotated security keys"',
  },
  {
    vendor: 'Alibaba Cloud',
    looksLike: 'LTAI and 12 to 24 letters or digits',
    pattern: `LTAI${LETTERS_DIGITS}{12,24}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Tencent Cloud',
    looksLike: 'AKID and 32 letters or digits',
    pattern: `AKID${LETTERS_DIGITS}{32,36}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Volcengine',
    looksLike: 'AKLT and 40 characters',
    pattern: `AKLT[A-Za-z0-9_-]{40,60}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Yandex Cloud',
    looksLike:
      'AQVN and 35 to 38 characters; t1. and an IAM token; y0_ to y3_ and an OAuth token; YCA and a static key',
    pattern: `AQVN${URL_SAFE}{35,38}|t1\\.[A-Za-z0-9_=-]{10,400}\\.${URL_SAFE}{80,90}={0,2}|y[0-3]_${URL_SAFE}{50,64}|YCA${URL_SAFE}{36,38}`,
    source: 'Yandex Cloud Docs, "Detecting secrets"',
  },
  {
    vendor: 'DigitalOcean',
    looksLike: 'dop_v1_, doo_v1_ or dor_v1_ and 64 hex',
    pattern: `do[opr]_v1_${HEX}{64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Heroku',
    looksLike: 'HRKU-, AA and 58 URL-safe characters, or a UUID',
    pattern: `HRKU-(?:${UUID}|${URL_SAFE}{40,64})`,
    source: GITLEAKS,
  },
  {
    vendor: 'Fly.io',
    looksLike: 'fo1_ and 43 characters; fm1a_, fm1r_ or fm2_ and base64',
    pattern: `fo1_${URL_SAFE}{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{80,1200}={0,3}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Cloudflare',
    looksLike: 'v1.0-, 24 hex, -, 146 hex: an origin certificate key',
    pattern: `v1\\.0-${HEX}{24}-${HEX}{146}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Scaleway',
    looksLike: 'SCW and 17 capitals or digits',
    pattern: `SCW${CAPITALS_DIGITS}{17}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Scalingo',
    looksLike: 'tk-us- and 48 URL-safe characters',
    pattern: `tk-us-${URL_SAFE}{48}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Render',
    looksLike: 'rnd_ and 32 letters or digits',
    pattern: `rnd_${LETTERS_DIGITS}{32}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Netlify',
    looksLike: 'nfp_, nfo_, nfb_ or nfc_ and 36 letters or digits',
    pattern: `nf[pobcu]_${LETTERS_DIGITS}{36,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Vercel',
    looksLike: 'vcp_, vci_, vca_, vcr_, vck_ and 56 letters or digits; vercel_blob_rw_ and letters',
    pattern: `vc[piark]_${LETTERS_DIGITS}{50,60}|vercel_blob_rw_${LETTERS_DIGITS}{10,20}_${LETTERS_DIGITS}{24,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Supabase',
    looksLike: 'sbp_ and 40 hex; sb_secret_ and 31 characters',
    pattern: `sbp_(?:oauth_|v0_)?${HEX}{40}|sb_secret_${URL_SAFE}{22,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'PlanetScale',
    looksLike: 'pscale_tkn_, pscale_oauth_ or pscale_pw_ and 32 to 64 characters',
    pattern: `pscale_(?:tkn|oauth|pw)_[A-Za-z0-9_=.-]{32,64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Neon',
    looksLike: 'napi_ and 64 small letters or digits; npg_ and a password',
    pattern: `napi_${SMALL_DIGITS}{60,70}|npg_${LETTERS_DIGITS}{12,20}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Aiven',
    looksLike: 'AVNS_ and 17 URL-safe characters',
    pattern: `AVNS_${URL_SAFE}{16,24}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'MongoDB Atlas',
    looksLike: 'mdb_sa_sk_ and 40 characters',
    pattern: `mdb_sa_sk_${URL_SAFE}{30,50}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'ClickHouse Cloud',
    looksLike: '4b1d and 38 letters or digits',
    pattern: `4b1d${LETTERS_DIGITS}{38}(?!${LETTERS_DIGITS})`,
    source: GITLEAKS,
  },
  {
    vendor: 'Databricks',
    looksLike: 'dapi, dose, dsapi, dkea or doe and 32 hex, at times a hyphen and a digit',
    pattern: `d(?:api|ose|sapi|kea|oe)[0-9a-z]{32}(?:-\\d)?(?!${LETTERS_DIGITS})`,
    source: GITLEAKS,
  },
  {
    vendor: 'Tailscale',
    looksLike: 'tskey-, the kind, an id and a secret',
    pattern: `tskey-(?:[a-z]{2,10}-)?${LETTERS_DIGITS}{10,20}-${LETTERS_DIGITS}{16,40}`,
    source: 'Tailscale Docs, "Key prefixes"',
  },
  {
    vendor: 'ngrok',
    looksLike: '27 letters or digits, _ and 21 more',
    pattern: `(?:ak_|cr_)?[12]${LETTERS_DIGITS}{26}_[0-9]${LETTERS_DIGITS}{19,20}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'OpenShift',
    looksLike: 'sha256~ and 43 URL-safe characters',
    pattern: `sha256~${URL_SAFE}{43}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Rancher',
    looksLike: 'token-, five characters, a colon and 54 characters',
    pattern: `token-${SMALL_DIGITS}{5}:${SMALL_DIGITS}{54}`,
    source: 'Rancher Docs, "API tokens"',
  },

  // Code hosts, registries and builds
  {
    vendor: 'GitHub',
    looksLike: 'ghp_, gho_, ghu_, ghs_ or ghr_ and 36 letters or digits; github_pat_, 22, _, 59',
    pattern: `gh[pousr]_${LETTERS_DIGITS}{36,251}|github_pat_${LETTERS_DIGITS}{20,24}_${LETTERS_DIGITS}{50,64}|v1\\.${HEX}{40}(?!${LETTERS_DIGITS})`,
    source: 'GitHub Docs, "About authentication to GitHub", token formats',
  },
  {
    vendor: 'GitLab',
    looksLike:
      'gl and a kind (pat, ptt, dt, rt, cbt, ft, imt, agent, oas, soat, ffct, wt) -, then 20 characters or more; GR1348941 and 20',
    pattern: `gl(?:pat|ptt|dt|rtr|rt|ft|imt|agent|oas|soat|ffct|wt)-[A-Za-z0-9_.-]{20,320}|glcbt-[A-Za-z0-9]{1,5}_${URL_SAFE}{20,64}|GR1348941${URL_SAFE}{20}`,
    source: 'GitLab Docs, "Token overview", token prefixes',
  },
  {
    vendor: 'Bitbucket',
    looksLike: 'ATBB and 32 letters or digits',
    pattern: `ATBB${LETTERS_DIGITS}{24,32}(?:${HEX}{8})?`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Atlassian',
    looksLike: 'ATATT3, ATCTT3 or ATSTT3 and 180 URL-safe characters with = and a checksum',
    pattern: `AT[ACS]TT3[A-Za-z0-9_=-]{60,400}`,
    source: GITLEAKS,
  },
  {
    vendor: 'npm',
    looksLike: 'npm_ and 36 letters or digits',
    pattern: `npm_${LETTERS_DIGITS}{36}`,
    source: 'GitHub Blog, "Announcing npm\'s new access token format"',
  },
  {
    vendor: 'PyPI',
    looksLike: 'pypi- and a macaroon in base64, of which the first bytes name the index',
    pattern: `pypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZ)${URL_SAFE}{30,1000}|pypi-${URL_SAFE}{85,1000}`,
    source: 'PyPI Help, "API tokens"',
  },
  {
    vendor: 'RubyGems',
    looksLike: 'rubygems_ and 48 hex',
    pattern: `rubygems_${HEX}{48}`,
    source: 'RubyGems Guides, "API key scopes"',
  },
  {
    vendor: 'NuGet',
    looksLike: 'oy2 and 43 small letters or digits',
    pattern: `oy2[a-p][a-z0-9]{41,43}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'crates.io',
    looksLike: 'cio and 32 letters or digits',
    pattern: `cio${LETTERS_DIGITS}{32}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Clojars',
    looksLike: 'CLOJARS_ and 60 hex',
    pattern: `CLOJARS_[a-zA-Z0-9]{60}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Docker Hub',
    looksLike: 'dckr_pat_ or dckr_oat_ and 27 or 32 URL-safe characters',
    pattern: `dckr_(?:pat|oat)_${URL_SAFE}{20,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'JFrog',
    looksLike: 'AKCp and 69 letters or digits, or AP and a digit or letter; cmVmd and 59, a reference token',
    pattern: `AKC(?=[A-Za-z]{0,40}\\d|p)${LETTERS_DIGITS}{10,80}|AP(?:\\d|[A-F](?=[A-Za-z]{0,70}\\d))${LETTERS_DIGITS}{10,80}|cmVmdGtu${LETTERS_DIGITS}{56}|cmVmd${LETTERS_DIGITS}{59}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Buildkite',
    looksLike: 'bkua_ and 40 hex',
    pattern: `bk(?:ua|aj|ct|pt)_${LETTERS_DIGITS}{30,60}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'CircleCI',
    looksLike: 'CCIPAT_ or CCIPRJ_, 22 characters, _, 40 hex',
    pattern: `CCIP(?:AT|RJ)_${LETTERS_DIGITS}{20,24}_${HEX}{40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Octopus Deploy',
    looksLike: 'API- and 25 or 26 capitals or digits',
    pattern: `API-[A-Z0-9]{25,32}(?!${LETTERS_DIGITS})`,
    source: GITLEAKS,
  },
  {
    vendor: 'SonarQube',
    looksLike: 'squ_, sqp_ or sqa_ and 40 hex',
    pattern: `sq[upa]_${HEX}{40}`,
    source: 'SonarQube Docs, "Managing your tokens"',
  },
  {
    vendor: 'Sourcegraph',
    looksLike: 'sgp_, an instance, _ and 40 hex; slk_ and 64 hex',
    pattern: `sgp_(?:(?:${HEX}{16}|local)_)?${HEX}{40}|slk_${HEX}{64}`,
    source: 'Sourcegraph Docs, "Access tokens"',
  },
  {
    vendor: 'Snyk',
    looksLike: 'snyk_ and a kind, 84 characters',
    pattern: `snyk_(?:uat|sat)\\.[A-Za-z0-9_.-]{40,200}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'Pulumi', looksLike: 'pul- and 40 hex', pattern: `pul-${HEX}{40}`, source: GITLEAKS },
  {
    vendor: 'HashiCorp Terraform',
    looksLike: '14 letters or digits, .atlasv1. and 60 characters or more',
    marker: '.atlasv1.',
    pattern: `${LETTERS_DIGITS}{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}`,
    source: GITLEAKS,
  },
  {
    vendor: 'HashiCorp Vault',
    looksLike: 'hvs., hvb. or hvr. and 90 characters or more; formerly s. and 24',
    pattern: `hv[sbr]\\.${URL_SAFE}{24,300}|[sb]\\.(?=[A-Za-z]{0,23}\\d)${LETTERS_DIGITS}{24}(?![A-Za-z0-9.])`,
    source: 'Vault Docs, "Tokens", token prefixes',
  },
  {
    vendor: 'Doppler',
    looksLike: 'dp., a kind (pt, st, ct, sa, scim, audit), . and 40 letters or digits',
    pattern: `dp\\.(?:ct|pt|st|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?${LETTERS_DIGITS}{40,44}`,
    source: 'Doppler Docs, "Auth token formats"',
  },
  {
    vendor: 'Infisical',
    looksLike: 'st., an id and two hex parts',
    pattern: `st\\.${HEX}{24}\\.${HEX}{32}\\.${HEX}{32}`,
    source: 'Infisical Docs, "Service tokens"',
  },
  {
    vendor: '1Password',
    looksLike: 'ops_eyJ and base64; A3- and five groups of capitals or digits',
    pattern: `ops_eyJ[A-Za-z0-9+/_-]{100,1500}={0,3}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}`,
    source: GITLEAKS,
  },
  {
    vendor: 'age',
    looksLike: 'AGE-SECRET-KEY-1 and 58 characters of Bech32',
    pattern: `AGE-SECRET-KEY-1[A-Z0-9]{58}|AGE-PLUGIN-[A-Z0-9]{1,20}-1[A-Z0-9]{20,200}`,
    source: 'age specification, C2SP',
  },
  {
    vendor: 'Authress',
    looksLike:
      'sc_, ext_, scauth_ or authress_, an id, four characters, acc_ or acc-, an account and a secret',
    pattern: `(?:scauth|sc|ext|authress)_${LETTERS_DIGITS}{5,30}\\.${LETTERS_DIGITS}{4,6}\\.acc[_-][A-Za-z0-9-]{10,32}\\.[A-Za-z0-9+/_=-]{30,120}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Harness',
    looksLike: 'pat. or sat., an account, 24 and 20 letters or digits',
    pattern: `[ps]at\\.${URL_SAFE}{22}\\.${LETTERS_DIGITS}{24}\\.${LETTERS_DIGITS}{20}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Prefect',
    looksLike: 'pnu_ or pnb_ and 36 letters or digits',
    pattern: `pn[ub]_${LETTERS_DIGITS}{36}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Infracost',
    looksLike: 'ico- and 32 letters or digits',
    pattern: `ico-${LETTERS_DIGITS}{32}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Postman',
    looksLike: 'PMAK-, 24 hex, -, 34 hex',
    pattern: `PMAK-${HEX}{24}-${HEX}{34}|PMAT-[A-Z0-9]{26}`,
    source: GITLEAKS,
  },
  {
    vendor: 'ReadMe',
    looksLike: 'rdme_ and 70 small letters or digits',
    pattern: `rdme_[a-z0-9]{64,72}`,
    source: GITLEAKS,
  },
  {
    vendor: 'SettleMint',
    looksLike: 'sm_aat_, sm_pat_ or sm_sat_ and 16 letters or digits',
    pattern: `sm_[aps]at_${LETTERS_DIGITS}{16}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Defined Networking',
    looksLike: 'dnkey-, 26 and 52 characters',
    pattern: `dnkey-[A-Za-z0-9_=-]{26}-[A-Za-z0-9_=-]{52}`,
    source: GITLEAKS,
  },
  {
    vendor: 'MaxMind',
    looksLike: 'six characters, _, 29 characters, _mmk',
    marker: '_mmk',
    pattern: `${LETTERS_DIGITS}{6}_${LETTERS_DIGITS}{29}_mmk`,
    source: GITLEAKS,
  },
  {
    vendor: 'LaunchDarkly',
    looksLike: 'sdk-, api- or mob- and a UUID',
    pattern: `(?:sdk|api|mob)-${UUID}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Figma',
    looksLike: 'figd_, figo_, figor_ or figu_ and 40 URL-safe characters',
    pattern: `fig(?:d|or?|ur?|oh|orh|uh|urh)_${URL_SAFE}{38,48}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Linear',
    looksLike: 'lin_api_ or lin_oauth_ and 40 or 64 letters or digits',
    pattern: `lin_(?:api|oauth)_${LETTERS_DIGITS}{32,64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Notion',
    looksLike: 'ntn_, 11 digits and 35 letters or digits; secret_ and 43 letters or digits',
    pattern: `ntn_[0-9]{11}${LETTERS_DIGITS}{35}|secret_${LETTERS_DIGITS}{43}(?!${LETTERS_DIGITS})`,
    source: 'Notion Docs, changelog of 25 September 2024',
  },
  {
    vendor: 'Asana',
    looksLike: '1/ or 2/, 16 digits, a colon or slashes and 32 hex',
    pattern: `[12]/\\d{14,18}(?:/\\d{14,18})?:${HEX}{32}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Airtable',
    looksLike: 'pat, 14 letters or digits, . and 64 hex',
    pattern: `pat${LETTERS_DIGITS}{14}\\.${HEX}{64}`,
    source: 'Airtable Docs, "Creating personal access tokens"',
  },
  {
    vendor: 'Contentful',
    looksLike: 'CFPAT- and 43 URL-safe characters',
    pattern: `CFPAT-${URL_SAFE}{43}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Typeform',
    looksLike: 'tfp_ and 59 characters',
    pattern: `tfp_[A-Za-z0-9_.=-]{40,64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Beamer',
    looksLike: 'b_ and 44 characters',
    pattern: `b_[A-Za-z0-9_=-]{44}(?![A-Za-z0-9_=-])`,
    source: GITLEAKS,
  },
  {
    vendor: 'Frame.io',
    looksLike: 'fio-u- and 64 characters',
    pattern: `fio-u-[A-Za-z0-9_=-]{64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Dropbox',
    looksLike: 'sl. and 130 characters or more',
    pattern: `sl\\.[A-Za-z0-9_=-]{130,152}|sl\\.u\\.${URL_SAFE}{130,1500}`,
    source: GITLEAKS,
  },
  {
    vendor: 'HubSpot',
    looksLike: 'pat-, a region and a UUID',
    pattern: `pat-(?:na|eu|ap)\\d-${UUID}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Intercom',
    looksLike: 'dG9rO and base64, an access token of old',
    pattern: `dG9rO${BASE64}{54}=`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Intra42',
    looksLike: 's-s4t2ud- or s-s4t2af- and 64 hex',
    pattern: `s-s4t2(?:ud|af)-${HEX}{64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'ClickUp',
    looksLike: 'pk_, a number, _ and 32 capitals or digits',
    pattern: `pk_\\d{6,10}_${CAPITALS_DIGITS}{32}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Salesforce',
    looksLike: '00D, 12 to 15 characters, ! and 96',
    pattern: `00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,120}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Resend',
    looksLike: 're_, eight letters or digits, _ and 24 more',
    pattern: `re_${LETTERS_DIGITS}{8}_${LETTERS_DIGITS}{20,28}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Persona',
    looksLike: 'persona_production_ or persona_sandbox_ and a UUID',
    pattern: `persona_(?:production|sandbox)_${UUID}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Checkout.com',
    looksLike: 'sk_ or sk_sbox_, 26 characters of base32 and a sign',
    pattern: `sk_(?:sbox_)?[a-z2-7]{26}[*#$=:][a-z0-9]?`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Cockroach Labs',
    looksLike: 'CCDB1_, 22 and 40 letters or digits',
    pattern: `CCDB1_${LETTERS_DIGITS}{22}_${LETTERS_DIGITS}{40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Onfido',
    looksLike: 'api_live. or api_sandbox., 11 and 32 URL-safe characters',
    pattern: `api_(?:live|sandbox)(?:_(?:us|ca|eu))?\\.${URL_SAFE}{11}\\.${URL_SAFE}{32}`,
    source: GITHUB_SCANNER,
  },

  {
    vendor: 'Django',
    looksLike: 'django-insecure- and 50 characters, what a new project starts with',
    pattern: 'django-insecure-[a-z0-9!@#$%^&*(_=+)-]{50}',
    source: 'Django source, django/core/management/utils.py',
  },

  // Observability
  {
    vendor: 'New Relic',
    looksLike: 'NRAK-, NRII-, NRIQ-, NRRA-, NRSP- or NRBR- and 27 characters or more; NRJS- and 19 hex',
    pattern: `NR(?:AK|AA|II|IQ|RA|SP|BR)-${URL_SAFE}{27,46}|NRJS-${HEX}{19}`,
    source: 'New Relic Docs, "New Relic API keys"',
  },
  {
    vendor: 'New Relic',
    looksLike: 'a license key: 36 characters and NRAL',
    marker: 'NRAL',
    pattern: `[a-z0-9]{28,36}(?:FFFF)?NRAL(?!${LETTERS_DIGITS})`,
    source: 'New Relic Docs, "New Relic API keys"',
  },
  {
    vendor: 'Grafana',
    looksLike: 'glsa_, 32 characters, _, 8 hex; glc_ and base64; eyJrIjoi and base64, an API key of old',
    pattern: `glsa_${LETTERS_DIGITS}{32}_${HEX}{8}|glc_[A-Za-z0-9+/]{32,400}={0,3}|eyJrIjoi[A-Za-z0-9_-]{60,400}={0,2}`,
    source: 'Grafana Docs, "Service accounts"',
  },
  {
    vendor: 'Sentry',
    looksLike: 'sntrys_ and base64; sntryu_ and 64 hex',
    pattern: `sntrys_eyJ[A-Za-z0-9+/_=-]{50,400}|sntry[ua]_${HEX}{64}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Dynatrace',
    looksLike: 'dt0, a kind, two digits, ., 24 characters, ., 64 characters',
    pattern: `dt0[a-zA-Z]{1}[0-9]{2}\\.[A-Z0-9a-z]{24}\\.[A-Z0-9a-z]{64}`,
    source: 'Dynatrace Docs, "Access tokens", token format',
  },
  {
    vendor: 'Honeycomb',
    looksLike: 'hcaik_, hcamk_, hcbik_ and 58 letters or digits',
    pattern: `hc[abcdefxyz][im]k_[0-9a-z]{32,64}`,
    source: 'Honeycomb Docs, "API keys"',
  },
  {
    vendor: 'PostHog',
    looksLike: 'phx_ or phs_ and 43 characters',
    pattern: `ph[xs]_${LETTERS_DIGITS}{40,52}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'Rootly', looksLike: 'rootly_ and 64 hex', pattern: `rootly_${HEX}{64}`, source: GITHUB_SCANNER },
  {
    vendor: 'Segment',
    looksLike: 'sgp_ and 64 letters or digits',
    pattern: `sgp_${LETTERS_DIGITS}{64}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Elastic',
    looksLike: 'essu_ and base64',
    pattern: `essu_[A-Za-z0-9+/=_-]{40,120}`,
    source: GITHUB_SCANNER,
  },

  // Payment and commerce
  {
    vendor: 'Stripe, and others of its style',
    looksLike: 'sk_ or rk_, live_, test_ or prod_, then 16 letters or digits or more; whsec_ and base64',
    pattern: `[sr]k_(?:[a-z]{4}|sandbox)_${LETTERS_DIGITS}{16,247}|sk_org_(?:live|test)_${LETTERS_DIGITS}{16,120}|whsec_${BASE64}{24,64}={0,2}`,
    source: 'Stripe Docs, "API keys"',
  },
  {
    vendor: 'Square',
    looksLike: 'sq0atp- or sq0csp-, sq0idp- and URL-safe characters; EAAA and 60',
    pattern: `sq0(?:atp|csp|idp)-[A-Za-z0-9_\\\\-]{22,60}|EAAA${URL_SAFE}{40,64}(?!${URL_SAFE})`,
    source: GITLEAKS,
  },
  {
    vendor: 'PayPal Braintree',
    looksLike: 'access_token$, production or sandbox, $, 16 characters, $, 32 hex',
    pattern: `access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$${HEX}{32}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Shopify',
    looksLike: 'shpat_, shpca_, shppa_, shpss_, shptka_, shpua_ and 32 hex',
    pattern: `shp(?:at|ca|pa|ss|tka|ua|rt|ctkn)_${HEX}{32}|atkn_[A-Za-z0-9]{40,80}|prtapi_${HEX}{32}`,
    source: 'Shopify Docs, "Access token formats"',
  },
  {
    vendor: 'Flutterwave',
    looksLike: 'FLWSECK_TEST- or FLWSECK-, 12 or 32 characters and -X',
    pattern: `FLWSECK(?:_TEST)?-(?:[A-Za-z0-9]{32}-X|[A-Za-z0-9]{12,40}(?:-X)?)`,
    source: GITLEAKS,
  },
  {
    vendor: 'Midtrans',
    looksLike: 'Mid-server- or SB-Mid-server- and URL-safe characters',
    pattern: `(?:SB-)?Mid-server-${URL_SAFE}{20,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Adyen',
    looksLike: 'AQE and base64',
    pattern: `AQE[a-z][A-Za-z0-9+/]{60,300}[-=][A-Za-z0-9+/=*^%&!@#-]{10,120}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Mercado Pago',
    looksLike: 'APP_USR- or TEST-, numbers and 32 hex',
    pattern: `(?:APP_USR|TEST)-\\d{10,20}-\\d{6}-${HEX}{32}-\\d{6,12}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'GoCardless',
    looksLike: 'live_ or sandbox_ and 40 URL-safe characters',
    pattern: `(?:live|sandbox)_[A-Za-z0-9_=-]{40}(?![A-Za-z0-9_=-])`,
    source: GITLEAKS,
  },
  {
    vendor: 'Lob',
    looksLike: 'live_ or test_ and 35 hex',
    pattern: `(?:live|test)_${HEX}{35}(?!${LETTERS_DIGITS})`,
    source: GITLEAKS,
  },
  {
    vendor: 'Plaid',
    looksLike: 'access-, an environment and a UUID',
    pattern: `access-(?:sandbox|development|production)-${UUID}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Shippo',
    looksLike: 'shippo_live_ or shippo_test_ and 40 hex',
    pattern: `shippo_(?:live|test)_${HEX}{40}`,
    source: GITLEAKS,
  },
  {
    vendor: 'EasyPost',
    looksLike: 'EZAK or EZTK and 54 letters or digits',
    pattern: `EZ[AT]K${LETTERS_DIGITS}{54}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Duffel',
    looksLike: 'duffel_test_ or duffel_live_ and 43 characters',
    pattern: `duffel_(?:test|live)_[A-Za-z0-9_=-]{43}`,
    source: GITLEAKS,
  },

  // Messages and mail
  {
    vendor: 'Slack',
    looksLike:
      'xoxb-, xoxp-, xoxa-, xoxr-, xoxo-, xoxs-, xoxe-, xoxc-, xoxd- or xapp- and groups behind hyphens',
    pattern: `xox[a-z](?:\\.xox[bp])?-(?=[A-Za-z%-]{0,40}\\d)[A-Za-z0-9%-]{14,400}|xapp-\\d-[A-Za-z0-9]{6,16}-\\d{6,16}-[A-Za-z0-9]{24,80}`,
    source: 'Slack Docs, "Tokens", token types',
  },
  {
    vendor: 'Discord',
    looksLike: 'a user id in base64, six or seven characters, 27 or 38 characters, with dots between',
    pattern: `[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6,7}\\.[A-Za-z0-9_-]{27,38}(?!${URL_SAFE})|mfa\\.[A-Za-z0-9_-]{84}`,
    source: 'Discord Docs, "Reference", authentication',
  },
  {
    vendor: 'Telegram',
    looksLike: 'five to sixteen digits, a colon and 35 URL-safe characters that begin with A',
    marker: ':A',
    pattern: `\\d{5,16}:A${URL_SAFE}{32,36}(?!${URL_SAFE})`,
    source: 'Telegram Docs, "Bot API", authorizing your bot',
  },
  {
    vendor: 'Twilio',
    looksLike: 'SK and 32 hex, an API key; AC and 32 hex, an account',
    pattern: `(?:SK|AC)${SMALL_DIGITS}{32}(?!${LETTERS_DIGITS})`,
    source: 'Twilio Docs, "API keys"',
  },
  {
    vendor: 'SendGrid',
    looksLike: 'SG., 22 characters, ., 43 characters',
    pattern: `SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}|SG\\.(?![^.]{0,66}\\.\\.)[A-Za-z0-9_=.-]{66}`,
    source: 'Twilio SendGrid Docs, "API keys"',
  },
  {
    vendor: 'Mailgun',
    looksLike: 'key- and 32 hex, or small letters and digits in older ones',
    pattern: `key-${SMALL_DIGITS}{32}(?!${LETTERS_DIGITS})`,
    source: GITLEAKS,
  },
  {
    vendor: 'Mailchimp',
    looksLike: '32 hex, -us and one or two digits',
    marker: '-us',
    pattern: `${HEX}{32}-us\\d{1,2}(?!\\d)`,
    source: 'Mailchimp Docs, "Fundamentals"',
  },
  {
    vendor: 'Mandrill',
    looksLike: 'md- and 22 URL-safe characters',
    pattern: `md-${URL_SAFE}{22}(?!${URL_SAFE})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Brevo (Sendinblue)',
    looksLike: 'xkeysib- or xsmtpsib-, 64 hex, -, 16 letters or digits',
    pattern: `x(?:key|smtp)sib-${HEX}{64}-${LETTERS_DIGITS}{16}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Klaviyo',
    looksLike: 'pk_ and 34 hex: private, in spite of its prefix',
    pattern: `pk_${HEX}{34}(?!${LETTERS_DIGITS})`,
    source: 'Klaviyo Docs, "Authenticate API requests"',
  },
  {
    vendor: 'Facebook',
    looksLike: 'EAA and 60 letters or digits or more',
    pattern: `EAA[A-Z]${LETTERS_DIGITS}{60,400}`,
    source: 'Meta Docs, "Access token guide"',
  },
  {
    vendor: 'Facebook',
    looksLike: 'an app id, | and 27 characters or more',
    marker: '|',
    pattern: `\\d{13,17}\\|${URL_SAFE}{27,40}`,
    source: 'Meta Docs, "Access token guide"',
  },
  {
    vendor: 'Twitter',
    looksLike: '22 A and 80 letters, digits or escapes: a bearer token',
    pattern: `A{22}[A-Za-z0-9%]{80,100}`,
    source: GITLEAKS,
  },
  {
    vendor: 'Instagram',
    looksLike: 'IGQV or IGQW and 60 URL-safe characters or more',
    pattern: `IGQ[VW]${URL_SAFE}{60,300}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Mapbox',
    looksLike: 'sk. or tk., a payload in base64 and 22 characters',
    pattern: `[st]k\\.eyJ[A-Za-z0-9_-]{40,200}\\.[A-Za-z0-9_-]{20,24}|pk\\.(?!eyJ)[a-z0-9]{60}\\.[a-z0-9]{22}`,
    source: 'Mapbox Docs, "Tokens"',
  },
  {
    vendor: 'Adafruit',
    looksLike: 'aio_ and 28 letters or digits',
    pattern: `aio_[A-Za-z0-9]{28}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Adobe',
    looksLike: 'p8e- and 32 characters',
    pattern: `p8e-[A-Za-z0-9_-]{32}`,
    source: GITLEAKS,
  },
  {
    vendor: 'RunPod',
    looksLike: 'rpa_ or rps_ and 40 capitals or digits or more',
    pattern: `rp[as]_[A-Z0-9]{40,50}[a-z0-9]{0,8}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Modal',
    looksLike: 'ak- or as- and 22 letters or digits',
    pattern: `a[ks]-${LETTERS_DIGITS}{22}(?!${LETTERS_DIGITS})`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Val Town',
    looksLike: 'vtwn_ and letters or digits',
    pattern: `vtwn_${LETTERS_DIGITS}{20,40}`,
    source: GITHUB_SCANNER,
  },
  {
    vendor: 'Apify',
    looksLike: 'apify_api_ and 36 letters or digits',
    pattern: `apify_api_${LETTERS_DIGITS}{34,38}`,
    source: GITHUB_SCANNER,
  },
  { vendor: 'Checkly', looksLike: 'cu_ and 32 hex', pattern: `cu_${HEX}{32}`, source: GITHUB_SCANNER },
];
