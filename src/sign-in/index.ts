export { PortalLinks } from './portal-links.js';
export { SignInModule } from './sign-in.module.js';
