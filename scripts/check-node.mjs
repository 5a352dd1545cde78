// Plain JavaScript on purpose: a Node that is too old must be able to run this file and say so.
const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < wanted) {
  console.error(`This needs Node ${wanted}, but "node" is ${process.version}.

"npm ci" brings Node ${wanted}, and npm scripts then use it by themselves. One of these keeps it away:
  npm ci has not run yet · npm ci -w … · --omit=dev · NODE_ENV=production · ignore-scripts=true

Cure:  npm ci --include=dev --ignore-scripts=false
or install Node ${wanted} or newer, and run the command again.`);
  process.exit(1);
}
