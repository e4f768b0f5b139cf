import { Module } from '@nestjs/common';
import { IdentityProvider } from './identity-provider.js';
import { OidcController } from './oidc.controller.js';
import { PortalLinks } from './portal-links.js';
import { PortalLinksController } from './portal-links.controller.js';
import { SessionController } from './session.controller.js';
import { SessionStore } from './session-store.js';
import { SignIns } from './sign-ins.js';

/** Sign-in to the pages: sessions, and links that sign in once. Needs settings, database and auth. */
@Module({
  controllers: [SessionController, OidcController, PortalLinksController],
  providers: [IdentityProvider, PortalLinks, SessionStore, SignIns],
})
export class SignInModule {}
