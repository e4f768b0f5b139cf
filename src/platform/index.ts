export { PlatformModule, ProcessBeatsModule } from './platform.module.js';
export { ProcessBeats } from './process-beats.service.js';
