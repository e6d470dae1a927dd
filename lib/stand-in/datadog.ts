import { createHash } from 'node:crypto';
import {
  recordsOfBatch,
  recordsOfUpload,
  recordToHandOut,
  type DatasetRecord,
  type RecordToHandOut,
} from './dataset-record.js';
import type { Misfortune, Service } from './faults.js';
import { judge } from './judge.js';
import type { KnownRecords } from './known-records.js';
import type { Received, ReceivedDataset, ReceivedExperiment } from './received.js';
import { array, attributes, object, Refusal, string } from './refusal.js';
import type { Reply, Route, RoutedRequest } from './route.js';

/**
 * @param received where everything that comes in is kept
 * @param known what is known of the records in it
 * @param handedOut the records of a dataset that is pulled without having been created here
 * @param misfortune what befalls an upload of results
 * @returns the requests to Datadog that `ddtrace` 4.7.0 and 4.16.0 make for an experiment, read from its
 * `ddtrace/llmobs/_writer.py`, each with the least reply that satisfies both
 */
export function datadogRoutes(
  received: Received,
  known: () => KnownRecords,
  handedOut: readonly RecordToHandOut[],
  misfortune: (service: Service, text: string) => Misfortune | undefined,
): Route[] {
  /** An upload of results, which comes again with the same bytes where it has failed. */
  const upload =
    (keep: (request: RoutedRequest) => void) =>
    (request: RoutedRequest): Reply => {
      const befalls = misfortune(
        'upload',
        request.path + createHash('sha256').update(request.bytes).digest('hex'),
      );
      if (befalls?.does === 'refuse') {
        const title = befalls.status === 429 ? 'Too Many Requests' : 'Internal Server Error';
        return { status: befalls.status, headers: befalls.headers, body: { errors: [{ title }] } };
      }
      if (befalls?.does === 'drop') return { status: 202, body: {}, dropped: true };
      keep(request);
      return { status: 202, body: {} };
    };
  const api = (path: string) => new RegExp(`^/api/(?:unstable|v2)/llm-obs/v1/${path}$`);
  return [
    { methods: ['GET'], path: /^\/info$/, reply: () => ok({}) },
    // An agent's reply to traces: https://docs.datadoghq.com/tracing/guide/send_traces_to_agent_by_api/
    { methods: ['POST', 'PUT'], path: /^\/v0\.[45]\/traces$/, reply: () => ok({ rate_by_service: {} }) },
    {
      methods: ['POST'],
      path: /^\/api\/v2\/llmobs$/,
      reply: upload(({ body }) => {
        for (const span of spans(body)) keepSpan(received, span);
      }),
    },
    {
      methods: ['POST'],
      path: api('projects'),
      reply: ({ body }) => {
        const name = string(attributes(body).name, 'data.attributes.name');
        if (!received.projects.includes(name)) received.projects.push(name);
        return ok({ data: { id: projectId(received, name), type: 'projects', attributes: { name } } });
      },
    },
    {
      methods: ['POST'],
      path: api('(?<project>[^/]+)/datasets'),
      reply: ({ body, parameters }) => {
        const { name, description = '' } = attributes(body);
        const project = projectOf(received, parameters.project);
        return ok({
          data: describe(
            findDataset(received, project, string(name, 'data.attributes.name')) ??
              addDataset(received, { project, name: String(name), description: String(description) }),
          ),
        });
      },
    },
    {
      methods: ['GET'],
      path: api('(?<project>[^/]+)/datasets'),
      reply: ({ query, parameters }) => {
        const project = projectOf(received, parameters.project);
        const name = string(query['filter[name]'], 'filter[name]');
        const dataset =
          findDataset(received, project, name) ??
          addDataset(received, { project, name, description: '', records: handedOut.map(recordToHandOut) });
        return ok({ data: [describe(dataset)] });
      },
    },
    {
      methods: ['GET'],
      path: api('(?<project>[^/]+)/datasets/(?<dataset>[^/]+)/records'),
      reply: ({ query, parameters }) => {
        const { name, project, records } = datasetOf(received, parameters.dataset);
        const version = query['filter[version]'];
        if (version !== undefined && !/^\d+$/.test(version))
          throw new Refusal(400, 'filter[version] is no number');
        received.pulls.push({
          dataset: name,
          project,
          version: version === undefined ? undefined : Number(version),
        });
        return ok({ data: records.map(describeRecord), meta: { after: '' } });
      },
    },
    {
      methods: ['POST'],
      path: api('(?<project>[^/]+)/datasets/(?<dataset>[^/]+)/batch_update'),
      reply: ({ bytes, body, parameters }) => {
        const dataset = datasetOf(received, parameters.dataset);
        const added = addRecords(dataset, recordsOfBatch(bytes.toString('utf8')));
        // The SDK sends a large dataset in several batches, and asks for one new version only.
        if (added.length > 0 && attributes(body).create_new_version !== false) dataset.version += 1;
        const versioned = { version: dataset.version, canonical_id: null };
        return ok({ data: added.map(({ id }) => ({ id, type: 'records', attributes: versioned })) });
      },
    },
    {
      methods: ['POST'],
      path: api('datasets/(?<dataset>[^/]+)/records/upload'),
      reply: async ({ bytes, headers, parameters }) => {
        const dataset = datasetOf(received, parameters.dataset);
        const records = await recordsOfUpload(bytes, headers['content-type'] ?? '');
        if (addRecords(dataset, records).length > 0) dataset.version += 1;
        return ok({});
      },
    },
    {
      methods: ['POST'],
      path: api('experiments'),
      reply: ({ body }) => {
        const asked = attributes(body);
        const dataset = datasetOf(received, string(asked.dataset_id, 'data.attributes.dataset_id'));
        const experiment: ReceivedExperiment = {
          id: `experiment-${received.experiments.length + 1}`,
          name: string(asked.name, 'data.attributes.name'),
          project: projectOf(received, string(asked.project_id, 'data.attributes.project_id')),
          dataset: dataset.name,
          datasetVersion: asked.dataset_version,
          description: asked.description,
          config: object(asked.config ?? {}, 'data.attributes.config'),
          tags: tagsOf(object(asked.metadata ?? {}, 'data.attributes.metadata').tags),
          statuses: [],
          metrics: [],
          spans: [],
        };
        received.experiments.push(experiment);
        const { id, name } = experiment;
        return ok({ data: { id, type: 'experiments', attributes: { name } } });
      },
    },
    {
      methods: ['PATCH'],
      path: api('experiments/(?<experiment>[^/]+)'),
      reply: ({ body, parameters }) => {
        const experiment = experimentOf(received, parameters.experiment);
        experiment.statuses.push(string(attributes(body).status, 'data.attributes.status'));
        return ok({ data: { id: experiment.id, type: 'experiments', attributes: {} } });
      },
    },
    {
      methods: ['POST'],
      path: api('experiments/(?<experiment>[^/]+)/events'),
      reply: upload(({ body, parameters }) => {
        const experiment = experimentOf(received, parameters.experiment);
        const metrics = array(attributes(body).metrics, 'data.attributes.metrics').map(metricOf);
        for (const metric of metrics) experiment.metrics.push(metric);
      }),
    },
    {
      methods: ['POST'],
      path: api('evaluators/(?<evaluator>[^/]+)/infer'),
      reply: ({ body }) => {
        const context = object(attributes(body).context, 'data.attributes.context');
        const verdict = judge(context, known());
        return ok({ data: { type: 'evaluator_inference', attributes: verdict } });
      },
    },
  ];
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function projectId(received: Received, name: string): string {
  return `project-${received.projects.indexOf(name) + 1}`;
}

function projectOf(received: Received, id = ''): string {
  const name = received.projects.find((each) => projectId(received, each) === id);
  if (name === undefined) throw new Refusal(404, `there is no project ${id}`);
  return name;
}

function datasetOf(received: Received, id = ''): ReceivedDataset {
  const dataset = received.datasets.find((each) => each.id === id);
  if (dataset === undefined) throw new Refusal(404, `there is no dataset ${id}`);
  return dataset;
}

function experimentOf(received: Received, id = ''): ReceivedExperiment {
  const experiment = received.experiments.find((each) => each.id === id);
  if (experiment === undefined) throw new Refusal(404, `there is no experiment ${id}`);
  return experiment;
}

function findDataset(received: Received, project: string, name: string): ReceivedDataset | undefined {
  return received.datasets.find((each) => each.project === project && each.name === name);
}

function addDataset(
  received: Received,
  given: { project: string; name: string; description: string; records?: DatasetRecord[] },
): ReceivedDataset {
  const id = `dataset-${received.datasets.length + 1}`;
  const dataset = { records: [], ...given, id, version: given.records === undefined ? 0 : 1 };
  received.datasets.push(dataset);
  return dataset;
}

/** Adds what an earlier request has not brought yet, as Datadog does when a file is run again. */
function addRecords(dataset: ReceivedDataset, records: readonly DatasetRecord[]): DatasetRecord[] {
  const content = ({ json, metadata }: DatasetRecord) =>
    JSON.stringify([json.input_data, json.expected_output, metadata]);
  const known = new Set(dataset.records.map(content));
  const added = records.filter((record) => !known.has(content(record)));
  for (const record of added) dataset.records.push(record);
  return added;
}

function describe({ id, name, description, version }: ReceivedDataset): object {
  return { id, type: 'datasets', attributes: { name, description, current_version: version } };
}

function describeRecord({ id, input_data, expected_output, metadata, tags }: DatasetRecord): object {
  return { id, type: 'records', attributes: { input: input_data, expected_output, metadata, tags } };
}

function metricOf(value: unknown): ReceivedExperiment['metrics'][number] {
  const metric = object(value, 'a metric');
  const type = string(metric.metric_type, "a metric's metric_type");
  return {
    label: string(metric.label, "a metric's label"),
    type,
    value: metric[`${type}_value`],
    assessment: metric.assessment as string | undefined,
    reasoning: metric.reasoning as string | undefined,
    error: metric.error,
    spanId: String(metric.span_id),
  };
}

/** The SDK sends a list of events, each with the spans of one trace. */
function spans(body: unknown): Record<string, unknown>[] {
  return array(body, 'the body')
    .flatMap((event) => array(object(event, 'an event').spans, "an event's spans"))
    .map((span) => object(span, 'a span'));
}

function keepSpan(received: Received, span: Record<string, unknown>): void {
  const tags = tagsOf(span.tags);
  const experiment = received.experiments.find(({ id }) => tags.includes(`experiment_id:${id}`));
  const meta = object(span.meta ?? {}, "a span's meta");
  experiment?.spans.push({
    span_id: String(span.span_id),
    trace_id: String(span.trace_id),
    parent_id: String(span.parent_id),
    start_ns: Number(span.start_ns),
    duration: Number(span.duration),
    name: String(span.name),
    kind: String(object(meta.span ?? {}, "a span's meta.span").kind),
    status: String(span.status),
    tags,
    meta,
  });
}

function tagsOf(value: unknown): string[] {
  return array(value ?? [], 'tags').map(String);
}
