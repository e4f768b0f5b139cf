export { SearchModule } from './search.module.js';
export { HITS, SearchQuery } from './search.dto.js';
export type { SearchHit, SearchResult } from './search.dto.js';
export { Search } from './search.service.js';
