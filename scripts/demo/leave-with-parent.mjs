// Loaded into the demo's server: when the demo is gone, however it went, its server shuts down too.
process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM')).resume();
