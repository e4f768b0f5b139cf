import { Module } from '@nestjs/common';
import { EndpointsApiModule } from '../endpoints/index.js';
import { SnippetsController } from './snippets.controller.js';

/** `GET …/endpoints/{id}/snippets`. */
@Module({ imports: [EndpointsApiModule], controllers: [SnippetsController] })
export class SnippetsModule {}
