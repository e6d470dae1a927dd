/** One file from one template, which stands beside those of the other peers. */
export default function (plop) {
  plop.setGenerator('experiment', {
    prompts: [{ type: 'input', name: 'project' }],
    actions: [{ type: 'add', path: 'experiment.py', templateFile: '../templates/plop/experiment.hbs' }],
  });
}
