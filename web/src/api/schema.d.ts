export interface paths {
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes an event.
         * @description 202 means that it is committed, with a delivery for every endpoint that takes it.
         */
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes up to 500 events (8 MiB).
         * @description answers each in order. An entry's 503 means that it could not
         *     be stored just now: send it again after the seconds in `Retry-After`. 503 as the answer: none was stored.
         */
        post: operations["publishEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every type of event on offer, each with its schema and an example. */
        get: operations["listEventTypes"];
        put?: never;
        /**
         * Registers a type of one's own, or changes it.
         * @description It can be published as soon as this has answered.
         *     Names that are built in are refused (409 `event_type_reserved`).
         */
        post: operations["registerEventType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One type, by its name. */
        get: operations["getEventType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tenant's endpoints, newest first. */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Creates an endpoint.
         * @description Its secret is generated unless one is given; `GET …/secret` shows it.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says whether an endpoint may have a URL, by the rules of saving one.
         * @description without a DNS look-up.
         */
        post: operations["checkEndpointUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns an endpoint.
         * @description Its secret and the values of its headers are masked.
         */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /** Deletes the endpoint and cancels its queued and held deliveries. */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Changes the fields that are present.
         * @description Support may only change `url` and must give a `reason`. If
         *     support moves the endpoint to another origin, its custom headers are deleted and it is paused
         *     (`pending_confirmation`) until the tenant or an admin resumes it.
         */
        patch: operations["updateEndpoint"];
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the live secrets in plain text.
         * @description Audited.
         */
        get: operations["getEndpointSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new secret current.
         * @description the previous one signs as well until its grace period ends. Audited.
         */
        post: operations["rotateEndpointSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/secret/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends all grace periods now.
         * @description only the current secret signs. Audited.
         */
        post: operations["promoteEndpointSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses an endpoint.
         * @description its queued deliveries and those of later events are held. Attempts in flight continue.
         */
        post: operations["pauseEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reactivates a paused or disabled endpoint and sends or skips its held deliveries.
         * @description Support gets 409
         *     `pending_confirmation` if the tenant or an admin must confirm a changed URL first.
         */
        post: operations["resumeEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recipients of an email endpoint, and when each of them confirmed that it wants mails. */
        get: operations["listRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/recipients/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirms a recipient in its place.
         * @description The mails that were held for it are sent.
         */
        post: operations["confirmRecipient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a signed sample with `is_sandbox: true`, with the given data or the example of its type, regardless of the endpoint's filters and status, and returns the attempt.
         * @description It waits for room within `max_in_flight` and `rate_limit_per_second`, at most three
         *     seconds. A test by support is sent without the endpoint's custom headers.
         */
        post: operations["testEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows a request without sending it.
         * @description the headers and the body that an event would be sent with. The real formats and
         *     signing profiles are used. It is signed with the secret of the endpoint for callers that may read it, otherwise with
         *     a sample secret.
         */
        post: operations["previewRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/snippets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Code in eight languages that verifies the requests of this endpoint, for each of its signing profiles. */
        get: operations["listSnippets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's events, newest first, with their deliveries but without data and attempts. */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that is on record of an event.
         * @description With `format` the answer is no record but the body as a receiver of
         *     that format gets it, in its media type.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Returns the event with all personal data, once.
         * @description a later request is masked again. The reason is in the audit log
         *     of the tenant.
         */
        post: operations["revealEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/subjects/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest data and the history of one session, verification, case, …, by its own id. */
        get: operations["getSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/subjects/{subject}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is kept about a subject, and who received what and when, for its right of access.
         * @description the events whose
         *     subject it is or that have it as an id, with data, deliveries and attempts, and for admins the publishes that were
         *     refused.
         */
        get: operations["exportSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the bodies of the tenant's events in the order in which they were committed.
         * @description Poll with the
         *     `next_cursor` of the previous answer; with `wait`, the answer comes as soon as there is an event, or as
         *     soon as the key ends (401).
         */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams the tenant's events over a WebSocket.
         * @description a text frame for each, with the body that a webhook in
         *     that format gets, followed by a control frame with its cursor. docs/stream.md describes the protocol.
         */
        get: operations["openStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/redact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes the event's data, subject and ids away for good, and with them what its attempts sent and got.
         * @description so with every event that was derived from it. What was not sent yet fails with the reason
         *     `redacted`; of an attempt under way the record stays, without the response. Records remain: ids,
         *     type, times, deliveries, status codes. Redacting again changes nothing. For now only `admin` may,
         *     until tenants have a policy that says what their own keys may redact.
         */
        post: operations["redactEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/subjects/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases several subjects, at most 10,000, as `…/subjects/{subject}/erase` erases one.
         * @description While an erasure of the same
         *     subjects runs, the request returns that erasure.
         */
        post: operations["eraseSubjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/subjects/{subject}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Removes all content of the events of a subject, and of those derived from them, for good.
         * @description data, labels, ids, what
         *     attempts sent and got, refused publishes. Records stay. A delivery that still waits or is held is sent with ids and
         *     required fields that are not personal (`minimised`). A tenant may do it where an admin has set `allow_erasure`. A
         *     legal hold or a minimum age makes it wait (`waiting`); it follows when they end.
         */
        post: operations["eraseSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the progress of an erasure, and its signed receipt when it has finished. */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/subjects/{subject}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds a subject for legal reasons.
         * @description it is not erased. A second hold replaces the first.
         */
        post: operations["holdSubject"];
        /** Ends the hold of a subject. */
        delete: operations["releaseSubject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's deliveries, newest first, without their attempts. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A delivery with its attempts. */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its attempts, oldest first, with their bodies as they are stored. */
        get: operations["listDeliveryAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the next attempt now, whatever the state of the delivery and its endpoint.
         * @description The automatic
         *     schedule neither moves nor shrinks by it. 409 `waiting_for_subject`: its endpoint is ordered, and an
         *     earlier delivery of its subject is pending or held.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives up a delivery that is pending or held. */
        post: operations["skipDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finds out why a receiver does not accept the signature of a delivery.
         * @description It compares the headers, the body and the
         *     signature that the receiver got and computed with what was signed, tries the mistakes that are known for every
         *     signing profile, and names the one that fits. The secret and the right signature are never shown. For callers who
         *     may not see the data of events, `body` is not compared with the one that was sent: it is taken as it was received.
         */
        post: operations["verifyDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tenant's deliveries as a file, newest first.
         * @description those that meet the conditions of the list, at most 100,000. For
         *     older ones, export again with `until`. Texts that a spreadsheet would take for formulas begin with an apostrophe.
         */
        get: operations["exportDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tenant's events with their data as a file, newest first.
         * @description those that meet the conditions of the list, at most
         *     100,000. For older ones, export again with `until`.
         */
        get: operations["exportEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends the events of a time window to an endpoint again.
         * @description what failed, what it has missed, or
         *     everything. Workers perform the replay a few hundred deliveries at a time, next to what is published
         *     meanwhile, or as many in a second as `rate_per_second` says. Its attempts have the trigger `replay` and respect the endpoint's pause, rate limit, order
         *     and breaker. Tests are never replayed. If the same request is repeated while its replay runs, the
         *     answer is that replay. Deliveries are counted before the answer, which takes about ten seconds for a
         *     window of a million events. 409 `endpoint_not_active`: resume the endpoint first. 429
         *     `too_many_replays`: a tenant may have at most ten running replays.
         */
        post: operations["startReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tenant's replays, newest first. */
        get: operations["listReplays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a replay with its progress and the outcomes of its deliveries. */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        /**
         * Cancels a running replay.
         * @description Nothing more is queued. Queued deliveries without an attempt are withdrawn:
         *     they are failed again, removed, or not resent. Deliveries that had an attempt continue. Cancelling
         *     again changes nothing; 409 `already_finished` if the replay has finished.
         */
        delete: operations["cancelReplay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the changes to this tenant and who made them. */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all tenants, newest first. */
        get: operations["listTenants"];
        put?: never;
        /**
         * Creates a tenant.
         * @description Its `external_id` can be used in place of `id` everywhere.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a tenant. */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        /**
         * Deletes a tenant.
         * @description For 30 days it is `deleting`: its keys and publishes for it are answered with 410
         *     `tenant_deleting`, its deliveries are held, staff may read it, and an admin may restore it. Then, or at once with
         *     `now=true`, all its content is erased; the records stay for as long as those of other tenants. A legal hold on one of
         *     its subjects, or a minimum age, makes the erasure wait. A second request can only bring the erasure forward.
         */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        /**
         * Changes the fields that are present.
         * @description Events that use a new `external_id` belong to the same tenant.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/v1/tenants/{tenant}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restores a tenant that is being deleted.
         * @description keys work again, and the endpoints that the deletion has paused send or skip
         *     what was held.
         */
        post: operations["createRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenant-deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the deletions of tenants, newest first, those of erased and restored tenants included. */
        get: operations["listTenantDeletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenant-deletions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a deletion, with its signed receipt when the tenant is erased. */
        get: operations["getTenantDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the tenant's settings with a masked secret. */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the fields that are present.
         * @description `webhook_url` is stored as one of the tenant's endpoints.
         */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All keys that are not revoked, those of tenants included. */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Creates a publisher, support or admin key.
         * @description Only this answer shows the key.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes any key. */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's keys that are not revoked. */
        get: operations["listTenantApiKeys"];
        put?: never;
        /**
         * Creates a key for this tenant.
         * @description Only this answer shows the key.
         */
        post: operations["createTenantApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes one of the tenant's keys. */
        delete: operations["deleteTenantApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the current session.
         * @description 401 says why there is none.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Signs in to the pages, with an API key or with the token of a sign-in link.
         * @description The session is in a cookie that scripts
         *     cannot read, or in `session_token`. Requests with it are answered as those with an API key.
         */
        post: operations["signIn"];
        /**
         * Signs out.
         * @description the session ends, or with `everywhere` all sessions of the same person, link or key.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns how staff may sign in, beside API keys. */
        get: operations["getSignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/portal-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tenant's links until a day after they expired, newest first. */
        get: operations["listPortalLinks"];
        put?: never;
        /**
         * Makes a link that signs a person in to the tenant's portal, once.
         * @description Only this answer shows the link.
         */
        post: operations["createPortalLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/portal-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a link.
         * @description it signs in no more, and the session that was begun with it ends within a second.
         */
        delete: operations["deletePortalLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the endpoints of all tenants, newest first, such as those that are disabled or failing. */
        get: operations["listAllEndpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deliveries of every tenant within the key's scope, newest first. */
        get: operations["listAllDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Publishes of the last 7 days that were refused for their content, across tenants, newest first. */
        get: operations["listRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with its body, whose personal data is masked for support. */
        get: operations["getRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Returns one of them with all personal data, once.
         * @description The reason is in the audit log, also in that of its tenant.
         */
        post: operations["revealRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes it again, once what was wrong is mended.
         * @description 422 with the new errors where it is not.
         */
        post: operations["publishRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds events, deliveries, refused publishes, endpoints and tenants.
         * @description the newest 50 of each kind. There
         *     are no further pages; if `truncated` is true, a narrower search may find more.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says in words why something arrived or did not.
         * @description It takes what `GET /v1/search` takes, and idempotency keys. Where
         *     several things are found, it explains the newest one that is in trouble; `others` has the rest.
         */
        get: operations["explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says in words what became of a delivery, and why. */
        get: operations["explainDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process can do its work.
         * @description otherwise 503 with the failed checks.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all entries of the audit log, those without a tenant too. */
        get: operations["listWholeAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measures of the tenant's events, deliveries and attempts, in groups and by hour or day, of a window of up to 90 days.
         * @description Times are those of the records: deliveries count when they were made, whenever they ended. Percentiles are
         *     at most 5 % away from the exact ones.
         */
        get: operations["getTenantStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same of all tenants within the key's scope, also by tenant. */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What does not work at the tenant's endpoints now, grouped by error class and status, with the change that it began with and the time at which the endpoint will be disabled.
         * @description What has succeeded since is not listed.
         */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What operators look at.
         * @description the queue, processes, database, Redis, mail, errors by host, settings and encryption keys.
         *     Secrets are hidden. A part that cannot be read within two seconds is null.
         */
        get: operations["getPlatform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the tenants are doing, the worst first.
         * @description by how long their oldest delivery waits, then by what does not work.
         */
        get: operations["listTenantHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "status": "ok",
         *       "checks": {}
         *     }
         */
        HealthReport: {
            /** @enum {string} */
            status: "ok" | "unavailable";
            /** @description One sentence per check; `ok` if the check passed. */
            checks: {
                [key: string]: string;
            };
        };
        /**
         * @example {
         *       "role": "publisher",
         *       "name": "Back office"
         *     }
         */
        CreateApiKey: {
            /**
             * Format: date-time
             * @description From this time on the key is refused; absent: never.
             */
            expires_at?: string;
            /** @description Who has the key: a person, a team or a system. */
            owner?: string;
            /** @description What people call the key. */
            name: string;
            /** @enum {string} */
            role: "publisher" | "support" | "admin";
            /** @description The tenants that a publisher may publish for, by id or external id; absent: all. */
            tenant_ids?: string[];
        };
        /**
         * @example {
         *       "key": "pr_TGVmdCBvdXQ6IGFuIGV4YW1wbGUgb2YgYSBrZXk",
         *       "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "role": "publisher",
         *       "name": "Back office",
         *       "tenant_ids": null,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "owner": null,
         *       "expires_at": null,
         *       "last_used_at": null,
         *       "revoked_at": null
         *     }
         */
        CreatedApiKey: {
            /** @description The key itself; it is shown only once. */
            key: string;
            id: string;
            /** @enum {string} */
            role: "tenant" | "support" | "viewer" | "publisher" | "admin";
            name: string;
            /** @description The ids of the tenants that the key reaches; null: all tenants. */
            tenant_ids: string[] | null;
            /** Format: date-time */
            created_at: string;
            owner: string | null;
            /**
             * Format: date-time
             * @description From this time on the key is refused; null: never.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description The last use, to the minute; null: none is known.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description Null: the key is not revoked.
             */
            revoked_at: string | null;
        };
        /**
         * @example {
         *       "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "role": "publisher",
         *       "name": "Back office",
         *       "tenant_ids": null,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "owner": null,
         *       "expires_at": null,
         *       "last_used_at": null,
         *       "revoked_at": null
         *     }
         */
        ApiKey: {
            id: string;
            /** @enum {string} */
            role: "tenant" | "support" | "viewer" | "publisher" | "admin";
            name: string;
            /** @description The ids of the tenants that the key reaches; null: all tenants. */
            tenant_ids: string[] | null;
            /** Format: date-time */
            created_at: string;
            owner: string | null;
            /**
             * Format: date-time
             * @description From this time on the key is refused; null: never.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description The last use, to the minute; null: none is known.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description Null: the key is not revoked.
             */
            revoked_at: string | null;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "role": "publisher",
         *           "name": "Back office",
         *           "tenant_ids": null,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "owner": null,
         *           "expires_at": null,
         *           "last_used_at": null,
         *           "revoked_at": null
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        ApiKeyPage: {
            data: components["schemas"]["ApiKey"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "role": "viewer",
         *       "name": "Dashboard"
         *     }
         */
        CreateTenantKey: {
            /**
             * Format: date-time
             * @description From this time on the key is refused; absent: never.
             */
            expires_at?: string;
            /** @description Who has the key: a person, a team or a system. */
            owner?: string;
            /** @description What people call the key. */
            name: string;
            /** @enum {string} */
            role: "tenant" | "viewer";
        };
        /**
         * @example {
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "address": "203.0.113.7",
         *       "request_id": null,
         *       "reason": "asked for by phone",
         *       "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
         *       "at": "2026-01-15T09:30:00.000Z",
         *       "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "role": "tenant",
         *       "action": "endpoint.paused",
         *       "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "details": {
         *         "reason": "asked for by phone"
         *       }
         *     }
         */
        AuditEntry: {
            /** @description Null where it does not concern one tenant. */
            tenant_id: string | null;
            /** @description The address that the request came from; null where there was no request. */
            address: string | null;
            /** @description The `x-request-id` of the answer. */
            request_id: string | null;
            /** @description The `reason` that the caller gave. */
            reason: string | null;
            id: string;
            /** Format: date-time */
            at: string;
            /**
             * @description Id of the API key or of the sign-in link, `person:` and the subject of the identity provider, `bootstrap`, `system`,
             *     or `unknown` for a request without a valid key.
             */
            actor: string;
            role: string;
            /** @description What was done, such as `api_key.created`. */
            action: string;
            /** @description Id of the changed object. */
            target: string;
            /**
             * @description What was changed, with `before` and `after` where that is known: no secrets, no identity data. `signed_in` names the
             *     session of a person, with its link and the person.
             */
            details: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "address": "203.0.113.7",
         *           "request_id": null,
         *           "reason": "asked for by phone",
         *           "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
         *           "at": "2026-01-15T09:30:00.000Z",
         *           "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "role": "tenant",
         *           "action": "endpoint.paused",
         *           "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "details": {
         *             "reason": "asked for by phone"
         *           }
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        AuditPage: {
            data: components["schemas"]["AuditEntry"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "address": "203.0.113.7",
         *       "request_id": null,
         *       "reason": "asked for by phone",
         *       "tenant_name": "Acme",
         *       "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
         *       "at": "2026-01-15T09:30:00.000Z",
         *       "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "role": "tenant",
         *       "action": "endpoint.paused",
         *       "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "details": {
         *         "reason": "asked for by phone"
         *       }
         *     }
         */
        WholeAuditEntry: {
            /** @description Null where it does not concern one tenant. */
            tenant_id: string | null;
            /** @description The address that the request came from; null where there was no request. */
            address: string | null;
            /** @description The `x-request-id` of the answer. */
            request_id: string | null;
            /** @description The `reason` that the caller gave. */
            reason: string | null;
            /** @description Null where the entry does not concern one tenant. */
            tenant_name: string | null;
            id: string;
            /** Format: date-time */
            at: string;
            /**
             * @description Id of the API key or of the sign-in link, `person:` and the subject of the identity provider, `bootstrap`, `system`,
             *     or `unknown` for a request without a valid key.
             */
            actor: string;
            role: string;
            /** @description What was done, such as `api_key.created`. */
            action: string;
            /** @description Id of the changed object. */
            target: string;
            /**
             * @description What was changed, with `before` and `after` where that is known: no secrets, no identity data. `signed_in` names the
             *     session of a person, with its link and the person.
             */
            details: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "address": "203.0.113.7",
         *           "request_id": null,
         *           "reason": "asked for by phone",
         *           "tenant_name": "Acme",
         *           "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
         *           "at": "2026-01-15T09:30:00.000Z",
         *           "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "role": "tenant",
         *           "action": "endpoint.paused",
         *           "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "details": {
         *             "reason": "asked for by phone"
         *           }
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        WholeAuditPage: {
            data: components["schemas"]["WholeAuditEntry"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "name": "Acme",
         *       "external_id": "acme"
         *     }
         */
        CreateTenant: {
            name: string;
            /** @description The tenant's unique id in your own system; usable in place of `id` everywhere. */
            external_id?: string | null;
        };
        /**
         * @example {
         *       "reason": "legal_hold",
         *       "until": null
         *     }
         */
        DeletionObstacle: {
            /** @enum {string} */
            reason: "legal_hold" | "minimum_age";
            /**
             * Format: date-time
             * @description Null: until the hold is ended.
             */
            until: string | null;
        };
        /**
         * @example {
         *       "algorithm": "HMAC-SHA256",
         *       "value": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *     }
         */
        Signature: {
            /**
             * @description Over the receipt as canonical JSON (RFC 8785), with a key of this installation.
             * @enum {string}
             */
            algorithm: "HMAC-SHA256";
            /** @description In hexadecimal. */
            value: string;
        };
        /**
         * @example {
         *       "status": "scheduled",
         *       "reason": "The contract has ended",
         *       "waiting": null,
         *       "removed": {},
         *       "ended_at": null,
         *       "receipt": null,
         *       "signature": null,
         *       "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "requested_at": "2026-01-15T09:30:00.000Z",
         *       "erase_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        TenantDeletion: {
            /**
             * @description `scheduled`: the tenant can be restored. `waiting`: the time is over, and something forbids the erasure.
             *     `erasing`: nothing of the tenant can be read any more, and workers remove what is stored of it.
             * @enum {string}
             */
            status: "scheduled" | "waiting" | "erasing" | "finished" | "restored";
            reason: string | null;
            waiting: components["schemas"]["DeletionObstacle"] | null;
            /** @description Rows that were removed, by table. */
            removed: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description When the tenant was erased or restored.
             */
            ended_at: string | null;
            /** @description What went, when, and who asked for it; null before the end. */
            receipt: {
                [key: string]: unknown;
            } | null;
            signature: components["schemas"]["Signature"] | null;
            id: string;
            tenant_id: string;
            requested_by: string;
            /** Format: date-time */
            requested_at: string;
            /**
             * Format: date-time
             * @description When the erasure is due.
             */
            erase_at: string;
        };
        /**
         * @example {
         *       "record_retention_days": null,
         *       "minimum_days": {},
         *       "status": "active",
         *       "deletion": {
         *         "status": "scheduled",
         *         "reason": "The contract has ended",
         *         "waiting": null,
         *         "removed": {},
         *         "ended_at": null,
         *         "receipt": null,
         *         "signature": null,
         *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
         *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *         "requested_at": "2026-01-15T09:30:00.000Z",
         *         "erase_at": "2026-01-15T09:30:00.000Z"
         *       },
         *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "external_id": "acme",
         *       "name": "Acme",
         *       "allow_erasure": false,
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Tenant: {
            /** @description Null: as long as the installation keeps records. */
            record_retention_days: number | null;
            minimum_days: {
                [key: string]: number;
            };
            /**
             * @description `deleting`: its keys do nothing, its deliveries are held, and staff may only read it or restore it.
             * @enum {string}
             */
            status: "active" | "deleting";
            /** @description When its data is erased, or why not yet; null for a tenant that is `active`. */
            deletion: components["schemas"]["TenantDeletion"] | null;
            id: string;
            external_id: string | null;
            name: string;
            allow_erasure: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "record_retention_days": null,
         *           "minimum_days": {},
         *           "status": "active",
         *           "deletion": {
         *             "status": "scheduled",
         *             "reason": "The contract has ended",
         *             "waiting": null,
         *             "removed": {},
         *             "ended_at": null,
         *             "receipt": null,
         *             "signature": null,
         *             "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
         *             "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *             "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *             "requested_at": "2026-01-15T09:30:00.000Z",
         *             "erase_at": "2026-01-15T09:30:00.000Z"
         *           },
         *           "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "external_id": "acme",
         *           "name": "Acme",
         *           "allow_erasure": false,
         *           "created_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        TenantPage: {
            data: components["schemas"]["Tenant"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "name": "Acme Ltd"
         *     }
         */
        UpdateTenant: {
            name?: string;
            /**
             * @description For how many days events are not erased, by the name of a type or a pattern such as `session.*`, as duties to
             *     keep records demand.
             */
            minimum_days?: {
                [key: string]: unknown;
            };
            /** @description Null removes it. */
            external_id?: string | null;
            /**
             * @description Days for which records of the tenant's events are kept, at most those of the installation
             *     (`RECORD_RETENTION_DAYS`). Null: as long as the installation keeps them.
             */
            record_retention_days?: number | null;
            /** @description Whether the tenant's own keys may erase subjects. */
            allow_erasure?: boolean;
        };
        /** @example {} */
        RestoreTenant: {
            /**
             * @description Whether to send or to skip the deliveries that are held at the endpoints that the deletion has paused. Default: `"send"`.
             * @enum {string}
             */
            held?: "send" | "skip";
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "status": "scheduled",
         *           "reason": "The contract has ended",
         *           "waiting": null,
         *           "removed": {},
         *           "ended_at": null,
         *           "receipt": null,
         *           "signature": null,
         *           "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "requested_at": "2026-01-15T09:30:00.000Z",
         *           "erase_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        TenantDeletionPage: {
            data: components["schemas"]["TenantDeletion"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "code": "required",
         *       "message": "session_id is required"
         *     }
         */
        Warning: {
            code: string;
            /** @description The consequence, and what to do about it. */
            message: string;
        };
        /**
         * @example {
         *       "webhook_secret": "****************************a1b2",
         *       "notification_emails": [
         *         "ops@acme.example"
         *       ],
         *       "slack_webhook_url": null,
         *       "retention_days": null,
         *       "webhook_url": "https://hooks.acme.example/kyc",
         *       "network_downtime_handling": false
         *     }
         */
        TenantSettings: {
            /**
             * @description Masked to its last four characters; `GET …/endpoints/{id}/secret` shows it in full.
             * @example ****************************a1b2
             */
            webhook_secret: string | null;
            notification_emails: string[];
            /**
             * @description Masked to its host and last four characters.
             * @example https://hooks.slack.com/****a1b2
             */
            slack_webhook_url: string | null;
            /** @description Null: as long as the installation keeps content. */
            retention_days: number | null;
            /** @description Problems that the request was accepted with; only in its answer, and absent if there are none. */
            warnings?: components["schemas"]["Warning"][];
            webhook_url: string | null;
            network_downtime_handling: boolean;
        };
        /**
         * @example {
         *       "webhook_url": "https://hooks.acme.example/kyc"
         *     }
         */
        PatchTenantSettings: {
            /**
             * @description A secret of your own, 16 to 256 printable ASCII characters. Replacing a secret is a rotation: for a day
             *     or until `…/secret/promote`, headers that hold one signature are signed with the previous secret, and
             *     `<header>-Next` with the new one. Sending back the masked value changes nothing.
             */
            webhook_secret?: string | null;
            /**
             * @description 1 to 50 mail addresses that get events about the tenant's endpoints. Setting them creates or changes
             *     an endpoint of the channel `email`. Null or an empty list deletes that endpoint.
             */
            notification_emails?: string[] | null;
            /**
             * @description The URL that gets every event, with the rules of an endpoint's `url`. Setting it creates or changes an
             *     endpoint, with a generated secret if `webhook_secret` is absent. Null deletes that endpoint.
             */
            webhook_url?: string | null;
            /** @description Whether verification results that were delayed by the downtime of a provider are sent. */
            network_downtime_handling?: boolean;
            /**
             * @description The URL of a Slack incoming webhook that gets every event and events about the tenant's endpoints.
             *     Setting it creates or changes an endpoint of the channel `slack`. Sending back the masked value changes
             *     nothing. Null deletes that endpoint.
             */
            slack_webhook_url?: string | null;
            /**
             * @description Days for which the content of the tenant's events is kept, at most those of the installation
             *     (`PAYLOAD_RETENTION_DAYS`). Null: as long as the installation keeps it. A shorter time removes older content
             *     within minutes; deliveries of it that were not sent fail with the reason `retention_expired`.
             */
            retention_days?: number | null;
        };
        /**
         * @example {
         *       "recipient": "ops@acme.example",
         *       "reason": "mailbox_unknown",
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "held_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        HeldRecipient: {
            recipient: string;
            /** @description A code of the problem; the attempt that found it has the details. */
            reason: string;
            reason_text: string;
            docs_url: string;
            /** Format: date-time */
            held_at: string;
        };
        /**
         * @example {
         *       "max_items": 50,
         *       "wait_ms": 1000
         *     }
         */
        Batch: {
            /**
             * @description Maximum number of events in a request. Each counts in `max_in_flight`; bodies stay near 1 MiB.
             * @example 50
             */
            max_items: number;
            /**
             * @description Milliseconds for which the first event waits for others. 0: only events that are due are sent together.
             * @example 1000
             */
            wait_ms: number;
        };
        /**
         * @example {
         *       "window_seconds": 1,
         *       "max_per_window": 1
         *     }
         */
        Digest: {
            /** @description Default: `900`. */
            window_seconds: number;
            /** @description Default: `10`. */
            max_per_window: number;
        };
        /**
         * @example {
         *       "channel": "webhook",
         *       "url": "https://hooks.acme.example/kyc",
         *       "recipients": null,
         *       "held_recipients": null,
         *       "format": "envelope",
         *       "payload": "full",
         *       "signing": [
         *         "standard",
         *         "x-webhook"
         *       ],
         *       "headers": {},
         *       "max_in_flight": 50,
         *       "batch": {
         *         "max_items": 50,
         *         "wait_ms": 1000
         *       },
         *       "digest": {
         *         "window_seconds": 1,
         *         "max_per_window": 1
         *       },
         *       "rate_limit_per_second": null,
         *       "disabled_reason": null,
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "secret_masked": "****ZSE=",
         *       "tls_expires_at": null,
         *       "clock_skew_seconds": 0,
         *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "description": "What the back office hears of",
         *       "event_types": [
         *         "session.*"
         *       ],
         *       "environment": "all",
         *       "ordered": false,
         *       "is_default": false,
         *       "status": "active",
         *       "last_success_at": "2026-01-15T09:30:00.402Z",
         *       "failing_since": null,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "updated_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Endpoint: {
            /** @enum {string} */
            channel: "webhook" | "email" | "slack" | "inspector";
            /** @description For Slack, masked to its host and last four characters. */
            url: string | null;
            recipients: string[] | null;
            /** @description Recipients whose deliveries are held as `address_on_hold`. */
            held_recipients: components["schemas"]["HeldRecipient"][] | null;
            /** @enum {string|null} */
            format: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents" | null;
            /** @enum {string|null} */
            payload: "full" | "thin" | null;
            signing: (string | Record<string, never>)[] | null;
            /** @description All values are masked. */
            headers: {
                [key: string]: string;
            } | null;
            max_in_flight: number | null;
            batch: components["schemas"]["Batch"] | null;
            digest: components["schemas"]["Digest"] | null;
            rate_limit_per_second: number | null;
            /**
             * @description Why the endpoint is disabled. `receiver_gone`: it answered 410. `failing`: no attempt succeeded for
             *     `DISABLE_AFTER_HOURS`. Otherwise the code of the permanent error that its channel reported. For a
             *     paused endpoint, `pending_confirmation`: support has moved it to another origin, and the tenant or an
             *     admin must resume it; `tenant_deleting`: the tenant is being deleted. Null for every other endpoint.
             */
            disabled_reason: string | null;
            /** @description The reason as a sentence. */
            reason_text: string | null;
            /** @description The URL of a page that explains the reason and what to do. */
            docs_url: string | null;
            /** @description The last four characters of the current secret. */
            secret_masked: string | null;
            /**
             * Format: date-time
             * @description When the certificate expires that the receiver last showed; null: none was seen.
             */
            tls_expires_at: string | null;
            /**
             * @description By how much the receiver's clock is ahead of this service's by the header `Date` of its last answers; negative: behind.
             * @example 0
             */
            clock_skew_seconds: number | null;
            /** @description Problems that the request was accepted with; only in its answer, and absent if there are none. */
            warnings?: components["schemas"]["Warning"][];
            /** @description `ep_…` */
            id: string;
            /** @description `ten_…` */
            tenant_id: string;
            description: string | null;
            event_types: string[] | null;
            /** @enum {string} */
            environment: "all" | "live" | "sandbox";
            ordered: boolean;
            /** @description Whether `webhook_url`, `slack_webhook_url` or `notification_emails` of the tenant's settings refer to it. */
            is_default: boolean;
            /** @enum {string} */
            status: "active" | "paused" | "disabled";
            /** Format: date-time */
            last_success_at: string | null;
            /**
             * Format: date-time
             * @description The first failure since the last success.
             */
            failing_since: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "channel": "webhook",
         *           "url": "https://hooks.acme.example/kyc",
         *           "recipients": null,
         *           "held_recipients": null,
         *           "format": "envelope",
         *           "payload": "full",
         *           "signing": [
         *             "standard",
         *             "x-webhook"
         *           ],
         *           "headers": {},
         *           "max_in_flight": 50,
         *           "batch": {
         *             "max_items": 50,
         *             "wait_ms": 1000
         *           },
         *           "digest": {
         *             "window_seconds": 1,
         *             "max_per_window": 1
         *           },
         *           "rate_limit_per_second": null,
         *           "disabled_reason": null,
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "secret_masked": "****ZSE=",
         *           "tls_expires_at": null,
         *           "clock_skew_seconds": 0,
         *           "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "description": "What the back office hears of",
         *           "event_types": [
         *             "session.*"
         *           ],
         *           "environment": "all",
         *           "ordered": false,
         *           "is_default": false,
         *           "status": "active",
         *           "last_success_at": "2026-01-15T09:30:00.402Z",
         *           "failing_since": null,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "updated_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        EndpointPage: {
            data: components["schemas"]["Endpoint"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "url": "https://hooks.acme.example/kyc",
         *       "event_types": [
         *         "session.*"
         *       ],
         *       "format": "flat"
         *     }
         */
        CreateEndpoint: {
            /**
             * @description How events are sent; cannot be changed later. `slack` and `email` have their own messages and do not
             *     accept fields that shape or sign a request. Default: `"webhook"`.
             * @enum {string}
             */
            channel?: "webhook" | "email" | "slack" | "inspector";
            /** @description Required for email: 1 to 50 addresses. Each has its own deliveries. */
            recipients?: string[] | null;
            description?: string | null;
            /**
             * @description Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent or null: every type
             *     that the format carries. Events about endpoints (`endpoint.*`) are sent only if they are named.
             * @example [
             *       "session.*"
             *     ]
             */
            event_types?: string[] | null;
            /**
             * @description The shape of the body. It must carry the types that `event_types` names. In `cloudevents`, `source` is
             *     `/tenants/{tenant id}`, and `sequence` is that of `X-Webhook-Sequence` with leading zeros, so that it
             *     sorts as text. Default: `"envelope"`.
             * @enum {string}
             */
            format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
            /**
             * @description Only live events, only sandbox events, or both. Default: `"all"`.
             * @enum {string}
             */
            environment?: "live" | "sandbox" | "all";
            /**
             * @description Names of signing presets, or your own signing profiles. If absent, a new endpoint with the format
             *     `event-type` gets `qoreid` and `standard`. Default: `["standard","x-webhook"]`.
             */
            signing?: (string | Record<string, never>)[];
            /** @description Custom headers of every request: at most 20, 4 KiB in total. Their values are shown masked. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description A secret of your own, 16 to 256 printable ASCII characters. Absent: one is generated. Never shown here. */
            secret?: string;
            /** @description Maximum number of deliveries in flight. Default: `50`. */
            max_in_flight?: number;
            /**
             * @description `thin`: of the data, only the ids that the event type declares. `callback` has a fixed shape: only `full`. Default: `"full"`.
             * @enum {string}
             */
            payload?: "full" | "thin";
            /** @description Only for formats that are arrays (`callback`, `topic`). Absent or null: one event per request. */
            batch?: components["schemas"]["Batch"] | null;
            /** @description Only for email. Null: windows of 15 minutes with ten mails. */
            digest?: components["schemas"]["Digest"] | null;
            /**
             * @description Sends the events of one `subject` strictly one after another, in the order of `X-Webhook-Sequence`.
             *     The first that is not settled keeps later ones of its subject waiting (`waiting_for_subject`), but no
             *     others. They continue when it is skipped or its schedule ends. Default: `false`.
             */
            ordered?: boolean;
            /** @description Maximum requests in any second over all workers, including retries. Absent or null: no limit. */
            rate_limit_per_second?: number | null;
            /**
             * @description The URL to send to, required for webhooks and Slack: https, a public host. It is stored in normal
             *     form, without a DNS look-up. For Slack it is the URL of an incoming webhook, which is a secret: it is
             *     shown masked, and sending the mask back changes nothing.
             */
            url?: string | null;
        };
        /**
         * @example {
         *       "url": "HTTPS://hooks.acme.example/kyc"
         *     }
         */
        CheckUrl: {
            /** @description As it is typed. */
            url: string;
        };
        /**
         * @example {
         *       "code": null,
         *       "message": null,
         *       "normalized": "https://hooks.acme.example/kyc",
         *       "allowed": true
         *     }
         */
        CheckedUrl: {
            /** @description The broken rule, as in the errors of `url_not_allowed`; null where it is allowed. */
            code: string | null;
            /** @description What has to change, as a sentence; null where it is allowed. */
            message: string | null;
            /** @description The form in which it would be stored; null where it is not allowed. */
            normalized: string | null;
            allowed: boolean;
        };
        /**
         * @example {
         *       "event_types": [
         *         "session.*",
         *         "check.*"
         *       ]
         *     }
         */
        PatchEndpoint: {
            /**
             * @description How events are sent; cannot be changed later. `slack` and `email` have their own messages and do not
             *     accept fields that shape or sign a request. Default: `"webhook"`.
             * @enum {string}
             */
            channel?: "webhook" | "email" | "slack" | "inspector";
            /** @description Required for email: 1 to 50 addresses. Each has its own deliveries. */
            recipients?: string[] | null;
            description?: string | null;
            /**
             * @description Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent or null: every type
             *     that the format carries. Events about endpoints (`endpoint.*`) are sent only if they are named.
             * @example [
             *       "session.*"
             *     ]
             */
            event_types?: string[] | null;
            /**
             * @description The shape of the body. It must carry the types that `event_types` names. In `cloudevents`, `source` is
             *     `/tenants/{tenant id}`, and `sequence` is that of `X-Webhook-Sequence` with leading zeros, so that it
             *     sorts as text. Default: `"envelope"`.
             * @enum {string}
             */
            format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
            /**
             * @description Only live events, only sandbox events, or both. Default: `"all"`.
             * @enum {string}
             */
            environment?: "live" | "sandbox" | "all";
            /**
             * @description Names of signing presets, or your own signing profiles. If absent, a new endpoint with the format
             *     `event-type` gets `qoreid` and `standard`. Default: `["standard","x-webhook"]`.
             */
            signing?: (string | Record<string, never>)[];
            /** @description Custom headers of every request: at most 20, 4 KiB in total. Their values are shown masked. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description Maximum number of deliveries in flight. Default: `50`. */
            max_in_flight?: number;
            /**
             * @description `thin`: of the data, only the ids that the event type declares. `callback` has a fixed shape: only `full`. Default: `"full"`.
             * @enum {string}
             */
            payload?: "full" | "thin";
            /** @description Only for formats that are arrays (`callback`, `topic`). Absent or null: one event per request. */
            batch?: components["schemas"]["Batch"] | null;
            /** @description Only for email. Null: windows of 15 minutes with ten mails. */
            digest?: components["schemas"]["Digest"] | null;
            /**
             * @description Sends the events of one `subject` strictly one after another, in the order of `X-Webhook-Sequence`.
             *     The first that is not settled keeps later ones of its subject waiting (`waiting_for_subject`), but no
             *     others. They continue when it is skipped or its schedule ends. Default: `false`.
             */
            ordered?: boolean;
            /** @description Maximum requests in any second over all workers, including retries. Absent or null: no limit. */
            rate_limit_per_second?: number | null;
            /**
             * @description The URL to send to, required for webhooks and Slack: https, a public host. It is stored in normal
             *     form, without a DNS look-up. For Slack it is the URL of an incoming webhook, which is a secret: it is
             *     shown masked, and sending the mask back changes nothing.
             */
            url?: string | null;
            /** @description The reason for the audit log. Support must give one and may only change `url`. */
            reason?: string;
        };
        /**
         * @example {
         *       "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=",
         *       "expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        PreviousSecret: {
            secret: string;
            /**
             * Format: date-time
             * @description The secret signs until then.
             */
            expires_at: string;
        };
        /**
         * @example {
         *       "previous": [
         *         {
         *           "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=",
         *           "expires_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE="
         *     }
         */
        RevealedSecrets: {
            /** @description Previous secrets whose grace period has not ended, newest first. */
            previous: components["schemas"]["PreviousSecret"][];
            /** @description Problems that the request was accepted with; absent if there are none. */
            warnings?: components["schemas"]["Warning"][];
            /** @description The current secret. */
            secret: string;
        };
        /**
         * @example {
         *       "grace_seconds": 86400
         *     }
         */
        RotateSecret: {
            /** @description Seconds for which the previous secret signs as well. 0: it is deleted at once. Default: `86400`. */
            grace_seconds?: number;
            /** @description A secret of your own, 16 to 256 printable ASCII characters. Absent: one is generated. */
            secret?: string;
        };
        /**
         * @example {
         *       "held": "send"
         *     }
         */
        ResumeEndpoint: {
            /**
             * @description Whether to send or to skip the deliveries that are held. Default: `"send"`.
             * @enum {string}
             */
            held?: "send" | "skip";
        };
        /**
         * @example {
         *       "address": "ops@acme.example",
         *       "confirmed_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Recipient: {
            address: string;
            /**
             * Format: date-time
             * @description Null: only the mail that asks for a confirmation is sent to this address.
             */
            confirmed_at: string | null;
        };
        /**
         * @example {
         *       "address": "ops@acme.example"
         *     }
         */
        ConfirmRecipient: {
            /** @description One of the endpoint's recipients. */
            address: string;
        };
        /**
         * @example {
         *       "type": "session.approved"
         *     }
         */
        TestEndpoint: {
            /** @description The data that is sent, valid for the type; `is_sandbox` becomes true. By default the example of the type. */
            data?: {
                [key: string]: unknown;
            };
            /** @description The type whose example is sent; by default the first type that the endpoint takes. */
            type?: string;
            /** @description For email: one of the endpoint's recipients; by default the first. */
            recipient?: string;
        };
        /**
         * @example {
         *       "status": 200,
         *       "headers": {
         *         "content-type": "application/json"
         *       },
         *       "body": "{\"received\":true}",
         *       "body_encoding": "utf8",
         *       "truncated": false
         *     }
         */
        AttemptResponse: {
            status: number;
            headers: {
                [key: string]: string | string[];
            } | null;
            /** @description Null where it is not stored (any more). */
            body: string | null;
            /**
             * @description How `body` is written: text, or base64 where the bytes are no UTF-8.
             * @enum {string}
             */
            body_encoding: "utf8" | "base64";
            /** @description The receiver sent more than is shown here. `GET …/deliveries/{id}/attempts` shows all that is stored. */
            truncated: boolean;
        };
        /**
         * @example {
         *       "class": "timeout",
         *       "message": "No answer within 10 s.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled"
         *     }
         */
        AttemptError: {
            /** @enum {string} */
            class: "timeout" | "dns" | "connect" | "reset" | "tls_expired" | "tls_untrusted" | "tls_hostname" | "tls" | "protocol" | "redirect" | "blocked_address" | "http_status" | "smtp_temporary" | "smtp_recipient" | "smtp_sender" | "smtp_message" | "smtp_auth" | "worker_lost" | "internal";
            message: string;
            /** @description What the class means and what to do. */
            docs_url: string;
        };
        /**
         * @example {
         *       "dns_ms": 12.4,
         *       "connect_ms": 18.1,
         *       "tls_ms": 31.6,
         *       "first_byte_ms": 97.2
         *     }
         */
        AttemptTimings: {
            dns_ms: number | null;
            connect_ms: number | null;
            tls_ms: number | null;
            first_byte_ms: number | null;
        };
        /**
         * @example {
         *       "headers": {
         *         "content-type": "application/json",
         *         "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *       },
         *       "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *     }
         */
        AttemptRequest: {
            /** @description As sent, secrets and (except of an inspector) signatures masked; null where they are not stored (any more). */
            headers: {
                [key: string]: string;
            } | null;
            /** @description The body, of the channel `inspector` only; null where it is not stored (any more), and for support. */
            body?: string | null;
            /** @description SHA-256 of the body sent, in hex. */
            body_hash: string | null;
        };
        /**
         * @example {
         *       "number": 1,
         *       "trigger": "automatic",
         *       "ip": "203.0.113.7",
         *       "duration_ms": 184,
         *       "response": {
         *         "status": 200,
         *         "headers": {
         *           "content-type": "application/json"
         *         },
         *         "body": "{\"received\":true}",
         *         "body_encoding": "utf8",
         *         "truncated": false
         *       },
         *       "error": null,
         *       "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
         *       "url": "https://hooks.acme.example/kyc",
         *       "started_at": "2026-01-15T09:30:00.000Z",
         *       "timings": {
         *         "dns_ms": 12.4,
         *         "connect_ms": 18.1,
         *         "tls_ms": 31.6,
         *         "first_byte_ms": 97.2
         *       },
         *       "request": {
         *         "headers": {
         *           "content-type": "application/json",
         *           "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *         },
         *         "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *       },
         *       "suspicious_success": false
         *     }
         */
        Attempt: {
            number: number;
            /** @enum {string} */
            trigger: "automatic" | "manual" | "replay" | "test";
            /** @description The address connected to; null where it did not come to that. */
            ip: string | null;
            duration_ms: number;
            response: components["schemas"]["AttemptResponse"] | null;
            error: components["schemas"]["AttemptError"] | null;
            /** @description `att_…` */
            id: string;
            url: string;
            /** Format: date-time */
            started_at: string;
            timings: components["schemas"]["AttemptTimings"];
            request: components["schemas"]["AttemptRequest"];
            /** @description A 2xx whose body is an HTML page: perhaps a proxy, a login or a parked domain answered, not the receiver. */
            suspicious_success: boolean;
        };
        /**
         * @example {
         *       "type": "session.approved",
         *       "format": "flat"
         *     }
         */
        Preview: {
            /** @description Valid for the type. By default the example of the type. */
            data?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
            /** @enum {string} */
            payload?: "full" | "thin";
            /** @description The types that the endpoint is to name: an event of a confidential type is sent whole only if it is named. */
            event_types?: string[] | null;
            signing?: (string | Record<string, never>)[];
            /** @description An endpoint whose settings, custom headers and secret are used. */
            endpoint_id?: string;
            type: string;
        };
        /**
         * @example {
         *       "headers": {
         *         "Content-Type": "application/json",
         *         "X-Webhook-ID": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *       },
         *       "format": "flat",
         *       "signed_with": "sample",
         *       "sample_secret": "whsec_dGhpcyBpcyBubyBzZWNyZXQgYnV0IGFuIGV4YW1wbGU=",
         *       "body": "{\"event\":\"session.approved\",\"idempotency_key\":\"idk_1\",\"session_id\":\"session_abc123\"}"
         *     }
         */
        PreviewedRequest: {
            /** @description Every header of the request; the values of custom headers are masked. */
            headers: {
                [key: string]: string;
            };
            /** @enum {string} */
            format: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
            /**
             * @description `endpoint`: signed with the live secrets of the endpoint. `sample`: signed with `sample_secret`, because no
             *     endpoint was named or the caller may not read its secret.
             * @enum {string}
             */
            signed_with: "endpoint" | "sample";
            /** @description A secret for trying out a verification; null where the endpoint's own one signed. */
            sample_secret: string | null;
            /** @description The text whose bytes are signed and sent. */
            body: string;
        };
        /**
         * @example {
         *       "pointer": "/data/session_id",
         *       "code": "required",
         *       "message": "session_id is required",
         *       "did_you_mean": [
         *         "session.*"
         *       ]
         *     }
         */
        FieldError: {
            /** @description JSON Pointer (RFC 6901) into what was sent. */
            pointer: string;
            /** @description Stable; the rule that is broken. */
            code: string;
            /** @description For people. */
            message: string;
            /**
             * @description Names that may have been meant, the likeliest first; of event types and patterns.
             * @example [
             *       "session.*"
             *     ]
             */
            did_you_mean?: string[];
        };
        /**
         * @example {
         *       "is_sandbox": null,
         *       "endpoint_host": null,
         *       "channel": "webhook",
         *       "recipient": null,
         *       "status": "succeeded",
         *       "reason": null,
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "blocked_by": null,
         *       "attempt_count": 1,
         *       "max_attempts": 12,
         *       "last_code": 200,
         *       "next_attempt_at": null,
         *       "settled_at": "2026-01-15T09:30:00.402Z",
         *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "event_type": "session.approved",
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "format": "envelope",
         *       "in_flight": false,
         *       "suspicious_success": false,
         *       "minimised": false,
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Delivery: {
            /** @description Whether the event is of the sandbox; null: the event is not on record any more. */
            is_sandbox: boolean | null;
            /** @description Host and port of the endpoint's URL, and nothing else of it; null: email. */
            endpoint_host: string | null;
            /** @enum {string} */
            channel: "webhook" | "email" | "slack" | "inspector";
            /** @description The mail address; null elsewhere. */
            recipient: string | null;
            /**
             * @description A settled or held delivery that was retried by hand is `pending` until that attempt has ended.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
            /**
             * @description Why it is so; null once it has succeeded.
             * @enum {string|null}
             */
            reason: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired" | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What the reason means and what to do. */
            docs_url: string | null;
            /** @description The delivery that keeps its subject waiting, where the reason is `waiting_for_subject`. */
            blocked_by: string | null;
            /** @description The number of the last attempt on record. Attempts by hand, and ones that were lost with their worker, count too. */
            attempt_count: number;
            /** @description How often the schedule tries at most. Attempts by hand, and lost ones, come on top: `attempt_count` may end above it. */
            max_attempts: number;
            /** @description Status of the last response. */
            last_code: number | null;
            /**
             * Format: date-time
             * @description Null while in flight, and where none is planned.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it succeeded or was given up.
             */
            settled_at: string | null;
            /** @description `dlv_…` */
            id: string;
            tenant_id: string;
            event_id: string;
            event_type: string;
            endpoint_id: string;
            /** @description Of a webhook's body; `email` and `slack` have one shape, which is called like the channel. */
            format: string;
            /** @description An attempt is under way. */
            in_flight: boolean;
            /** @description An attempt of it succeeded with an HTML page as its answer: perhaps a proxy answered. */
            suspicious_success: boolean;
            /** @description Its subject was erased while it waited: it goes out with ids and required fields that are not personal. */
            minimised: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "reason": "type_not_subscribed",
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled"
         *     }
         */
        Unsent: {
            /** @description Null where the tenant had no endpoint at all. */
            endpoint_id: string | null;
            /** @enum {string} */
            reason: "about_itself" | "no_endpoint" | "type_not_subscribed" | "environment_mismatch" | "format_cannot_carry" | "downtime_handling_off";
            /** @description The reason in words. */
            reason_text: string;
            /** @description What the reason means and what to do. */
            docs_url: string;
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "sequence": 1,
         *       "subject": "session_abc123",
         *       "external_ref": "user_456",
         *       "caused_by": null,
         *       "violations": null,
         *       "redacted_at": null,
         *       "deliveries": [
         *         {
         *           "is_sandbox": null,
         *           "endpoint_host": null,
         *           "channel": "webhook",
         *           "recipient": null,
         *           "status": "succeeded",
         *           "reason": null,
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "blocked_by": null,
         *           "attempt_count": 1,
         *           "max_attempts": 12,
         *           "last_code": 200,
         *           "next_attempt_at": null,
         *           "settled_at": "2026-01-15T09:30:00.402Z",
         *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "event_type": "session.approved",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "format": "envelope",
         *           "in_flight": false,
         *           "suspicious_success": false,
         *           "minimised": false,
         *           "created_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "type": "session.approved",
         *       "is_sandbox": false,
         *       "derived": [],
         *       "unsent": []
         *     }
         */
        EventSummary: {
            /** @description Unix seconds. */
            created: number;
            /** @description Rises per subject; null for the moment before the fan-out of a publish in a caller's transaction. */
            sequence: number | null;
            subject: string | null;
            external_ref: string | null;
            /** @description The event that this one was derived from. */
            caused_by: string | null;
            /** @description Rules that the event's data breaks; kept where CATALOGUE_VALIDATION is `report`. */
            violations: components["schemas"]["FieldError"][] | null;
            /**
             * Format: date-time
             * @description When its data, subject and ids were taken away for good.
             */
            redacted_at: string | null;
            deliveries: components["schemas"]["Delivery"][];
            /** @description `evt_…` */
            id: string;
            tenant_id: string;
            type: string;
            is_sandbox: boolean;
            /** @description Events derived from this one. */
            derived: string[];
            unsent: components["schemas"]["Unsent"][];
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "data": [
         *         {
         *           "created": 1768469400,
         *           "sequence": 1,
         *           "subject": "session_abc123",
         *           "external_ref": "user_456",
         *           "caused_by": null,
         *           "violations": null,
         *           "redacted_at": null,
         *           "deliveries": [
         *             {
         *               "is_sandbox": null,
         *               "endpoint_host": null,
         *               "channel": "webhook",
         *               "recipient": null,
         *               "status": "succeeded",
         *               "reason": null,
         *               "reason_text": "The receiver answered with another status than 2xx.",
         *               "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *               "blocked_by": null,
         *               "attempt_count": 1,
         *               "max_attempts": 12,
         *               "last_code": 200,
         *               "next_attempt_at": null,
         *               "settled_at": "2026-01-15T09:30:00.402Z",
         *               "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *               "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *               "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *               "event_type": "session.approved",
         *               "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *               "format": "envelope",
         *               "in_flight": false,
         *               "suspicious_success": false,
         *               "minimised": false,
         *               "created_at": "2026-01-15T09:30:00.000Z"
         *             }
         *           ],
         *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "type": "session.approved",
         *           "is_sandbox": false,
         *           "derived": [],
         *           "unsent": []
         *         }
         *       ]
         *     }
         */
        EventPage: {
            /**
             * @description The next page; null: this is the last one. With conditions that few rows meet, a page may have fewer rows than
             *     `limit`, or none, and still lead on.
             */
            next_cursor: string | null;
            data: components["schemas"]["EventSummary"][];
        };
        /**
         * @example {
         *       "is_sandbox": null,
         *       "endpoint_host": null,
         *       "channel": "webhook",
         *       "recipient": null,
         *       "status": "succeeded",
         *       "reason": null,
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "blocked_by": null,
         *       "attempt_count": 1,
         *       "max_attempts": 12,
         *       "last_code": 200,
         *       "next_attempt_at": null,
         *       "settled_at": "2026-01-15T09:30:00.402Z",
         *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "event_type": "session.approved",
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "format": "envelope",
         *       "in_flight": false,
         *       "suspicious_success": false,
         *       "minimised": false,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "attempts": [
         *         {
         *           "number": 1,
         *           "trigger": "automatic",
         *           "ip": "203.0.113.7",
         *           "duration_ms": 184,
         *           "response": {
         *             "status": 200,
         *             "headers": {
         *               "content-type": "application/json"
         *             },
         *             "body": "{\"received\":true}",
         *             "body_encoding": "utf8",
         *             "truncated": false
         *           },
         *           "error": null,
         *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
         *           "url": "https://hooks.acme.example/kyc",
         *           "started_at": "2026-01-15T09:30:00.000Z",
         *           "timings": {
         *             "dns_ms": 12.4,
         *             "connect_ms": 18.1,
         *             "tls_ms": 31.6,
         *             "first_byte_ms": 97.2
         *           },
         *           "request": {
         *             "headers": {
         *               "content-type": "application/json",
         *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *             },
         *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *           },
         *           "suspicious_success": false
         *         }
         *       ]
         *     }
         */
        DeliveryWithAttempts: {
            /** @description Whether the event is of the sandbox; null: the event is not on record any more. */
            is_sandbox: boolean | null;
            /** @description Host and port of the endpoint's URL, and nothing else of it; null: email. */
            endpoint_host: string | null;
            /** @enum {string} */
            channel: "webhook" | "email" | "slack" | "inspector";
            /** @description The mail address; null elsewhere. */
            recipient: string | null;
            /**
             * @description A settled or held delivery that was retried by hand is `pending` until that attempt has ended.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
            /**
             * @description Why it is so; null once it has succeeded.
             * @enum {string|null}
             */
            reason: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired" | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What the reason means and what to do. */
            docs_url: string | null;
            /** @description The delivery that keeps its subject waiting, where the reason is `waiting_for_subject`. */
            blocked_by: string | null;
            /** @description The number of the last attempt on record. Attempts by hand, and ones that were lost with their worker, count too. */
            attempt_count: number;
            /** @description How often the schedule tries at most. Attempts by hand, and lost ones, come on top: `attempt_count` may end above it. */
            max_attempts: number;
            /** @description Status of the last response. */
            last_code: number | null;
            /**
             * Format: date-time
             * @description Null while in flight, and where none is planned.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it succeeded or was given up.
             */
            settled_at: string | null;
            /** @description `dlv_…` */
            id: string;
            tenant_id: string;
            event_id: string;
            event_type: string;
            endpoint_id: string;
            /** @description Of a webhook's body; `email` and `slack` have one shape, which is called like the channel. */
            format: string;
            /** @description An attempt is under way. */
            in_flight: boolean;
            /** @description An attempt of it succeeded with an HTML page as its answer: perhaps a proxy answered. */
            suspicious_success: boolean;
            /** @description Its subject was erased while it waited: it goes out with ids and required fields that are not personal. */
            minimised: boolean;
            /** Format: date-time */
            created_at: string;
            attempts: components["schemas"]["Attempt"][];
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "sequence": 1,
         *       "subject": "session_abc123",
         *       "external_ref": "user_456",
         *       "caused_by": null,
         *       "violations": null,
         *       "redacted_at": null,
         *       "data": {
         *         "session_id": "session_abc123",
         *         "external_ref": "user_456",
         *         "status": "approved",
         *         "is_sandbox": false
         *       },
         *       "deliveries": [
         *         {
         *           "is_sandbox": null,
         *           "endpoint_host": null,
         *           "channel": "webhook",
         *           "recipient": null,
         *           "status": "succeeded",
         *           "reason": null,
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "blocked_by": null,
         *           "attempt_count": 1,
         *           "max_attempts": 12,
         *           "last_code": 200,
         *           "next_attempt_at": null,
         *           "settled_at": "2026-01-15T09:30:00.402Z",
         *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "event_type": "session.approved",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "format": "envelope",
         *           "in_flight": false,
         *           "suspicious_success": false,
         *           "minimised": false,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "attempts": [
         *             {
         *               "number": 1,
         *               "trigger": "automatic",
         *               "ip": "203.0.113.7",
         *               "duration_ms": 184,
         *               "response": {
         *                 "status": 200,
         *                 "headers": {
         *                   "content-type": "application/json"
         *                 },
         *                 "body": "{\"received\":true}",
         *                 "body_encoding": "utf8",
         *                 "truncated": false
         *               },
         *               "error": null,
         *               "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
         *               "url": "https://hooks.acme.example/kyc",
         *               "started_at": "2026-01-15T09:30:00.000Z",
         *               "timings": {
         *                 "dns_ms": 12.4,
         *                 "connect_ms": 18.1,
         *                 "tls_ms": 31.6,
         *                 "first_byte_ms": 97.2
         *               },
         *               "request": {
         *                 "headers": {
         *                   "content-type": "application/json",
         *                   "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *                 },
         *                 "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *               },
         *               "suspicious_success": false
         *             }
         *           ]
         *         }
         *       ],
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "type": "session.approved",
         *       "is_sandbox": false,
         *       "derived": [],
         *       "unsent": []
         *     }
         */
        Event: {
            /** @description Unix seconds. */
            created: number;
            /** @description Rises per subject; null for the moment before the fan-out of a publish in a caller's transaction. */
            sequence: number | null;
            subject: string | null;
            external_ref: string | null;
            /** @description The event that this one was derived from. */
            caused_by: string | null;
            /** @description Rules that the event's data breaks; kept where CATALOGUE_VALIDATION is `report`. */
            violations: components["schemas"]["FieldError"][] | null;
            /**
             * Format: date-time
             * @description When its data, subject and ids were taken away for good.
             */
            redacted_at: string | null;
            /** @description Links to assets are fresh. Null where it is not stored any more. To the role `support`, fields that the type does not declare or marks as personal are `[masked]`, and so is all of it where the type is confidential. */
            data: ({
                [key: string]: unknown;
            } | "[masked]") | null;
            deliveries: components["schemas"]["DeliveryWithAttempts"][];
            /** @description `evt_…` */
            id: string;
            tenant_id: string;
            type: string;
            is_sandbox: boolean;
            /** @description Events derived from this one. */
            derived: string[];
            unsent: components["schemas"]["Unsent"][];
        };
        /**
         * @example {
         *       "reason": "question 4711 of the tenant"
         *     }
         */
        Reveal: {
            /** @description Kept in the audit log, which the tenant reads: no personal data. */
            reason: string;
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "sequence": 1,
         *       "data": {
         *         "session_id": "session_abc123",
         *         "external_ref": "user_456",
         *         "status": "approved",
         *         "is_sandbox": false
         *       },
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "type": "session.approved"
         *     }
         */
        LatestEvent: {
            /** @description Unix seconds. */
            created: number;
            /** @description Null for the moment before the fan-out of a publish in a caller's transaction. */
            sequence: number | null;
            /** @description Links to assets are fresh. Null where it is not stored any more. To the role `support`, fields that the type does not declare or marks as personal are `[masked]`, and so is all of it where the type is confidential. */
            data: ({
                [key: string]: unknown;
            } | "[masked]") | null;
            /** @description `evt_…` */
            id: string;
            type: string;
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "sequence": 1,
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "type": "session.approved"
         *     }
         */
        SubjectEvent: {
            /** @description Unix seconds. */
            created: number;
            /** @description Null for the moment before the fan-out of a publish in a caller's transaction. */
            sequence: number | null;
            /** @description `evt_…` */
            id: string;
            type: string;
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "subject": "session_abc123",
         *       "latest": {
         *         "created": 1768469400,
         *         "sequence": 1,
         *         "data": {
         *           "session_id": "session_abc123",
         *           "external_ref": "user_456",
         *           "status": "approved",
         *           "is_sandbox": false
         *         },
         *         "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *         "type": "session.approved"
         *       },
         *       "history": [
         *         {
         *           "created": 1768469400,
         *           "sequence": 1,
         *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "type": "session.approved"
         *         }
         *       ]
         *     }
         */
        Subject: {
            next_cursor: string | null;
            subject: string;
            /** @description The newest event, whatever page of the history is asked for. */
            latest: components["schemas"]["LatestEvent"];
            /** @description Newest first. */
            history: components["schemas"]["SubjectEvent"][];
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "data": [
         *         {
         *           "is_sandbox": null,
         *           "endpoint_host": null,
         *           "channel": "webhook",
         *           "recipient": null,
         *           "status": "succeeded",
         *           "reason": null,
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "blocked_by": null,
         *           "attempt_count": 1,
         *           "max_attempts": 12,
         *           "last_code": 200,
         *           "next_attempt_at": null,
         *           "settled_at": "2026-01-15T09:30:00.402Z",
         *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "event_type": "session.approved",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "format": "envelope",
         *           "in_flight": false,
         *           "suspicious_success": false,
         *           "minimised": false,
         *           "created_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ]
         *     }
         */
        DeliveryPage: {
            /**
             * @description The next page; null: this is the last one. With conditions that few rows meet, a page may have fewer rows than
             *     `limit`, or none, and still lead on.
             */
            next_cursor: string | null;
            data: components["schemas"]["Delivery"][];
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "data": [
         *         {
         *           "number": 1,
         *           "trigger": "automatic",
         *           "ip": "203.0.113.7",
         *           "duration_ms": 184,
         *           "response": {
         *             "status": 200,
         *             "headers": {
         *               "content-type": "application/json"
         *             },
         *             "body": "{\"received\":true}",
         *             "body_encoding": "utf8",
         *             "truncated": false
         *           },
         *           "error": null,
         *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
         *           "url": "https://hooks.acme.example/kyc",
         *           "started_at": "2026-01-15T09:30:00.000Z",
         *           "timings": {
         *             "dns_ms": 12.4,
         *             "connect_ms": 18.1,
         *             "tls_ms": 31.6,
         *             "first_byte_ms": 97.2
         *           },
         *           "request": {
         *             "headers": {
         *               "content-type": "application/json",
         *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *             },
         *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *           },
         *           "suspicious_success": false
         *         }
         *       ]
         *     }
         */
        AttemptPage: {
            next_cursor: string | null;
            data: components["schemas"]["Attempt"][];
        };
        /**
         * @example {
         *       "schema": {
         *         "type": "object",
         *         "properties": {
         *           "session_id": {
         *             "type": "string"
         *           }
         *         }
         *       },
         *       "example": {
         *         "session_id": "session_abc123",
         *         "external_ref": "user_456",
         *         "status": "approved",
         *         "is_sandbox": false
         *       },
         *       "personal_fields": [
         *         "/applicant/email"
         *       ],
         *       "id_fields": [
         *         "/session_id"
         *       ],
         *       "type": "session.approved",
         *       "pack": "verifa",
         *       "description": "A session has passed.",
         *       "confidential": false,
         *       "formats": [
         *         "envelope",
         *         "flat",
         *         "key-data",
         *         "topic",
         *         "event-type",
         *         "cloudevents"
         *       ]
         *     }
         */
        EventType: {
            /** @description JSON Schema 2020-12 of `data`. */
            schema: {
                [key: string]: unknown;
            };
            /** @description A valid `data`. */
            example: {
                [key: string]: unknown;
            };
            /**
             * @description JSON Pointers within `data` of fields that identify a person, with everything below them; entries of a list
             *     are at `/*`. The empty pointer stands for all of `data` except its ids.
             * @example [
             *       "/applicant/email"
             *     ]
             */
            personal_fields: string[];
            /**
             * @description JSON Pointers within `data` of the ids that an event can be searched by.
             * @example [
             *       "/session_id"
             *     ]
             */
            id_fields: string[];
            /** @description Such as `session.approved`. */
            type: string;
            /** @description The group of types it belongs to; `custom` where it was registered over the API. */
            pack: string;
            description: string;
            /**
             * @description Whether the person must not learn that there is such an event. Messages and mails only say that there is
             *     something to read, support sees nothing of its data, and endpoints get its ids only unless they name it.
             */
            confidential: boolean;
            /** @description The formats that can carry it. */
            formats: string[];
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "data": [
         *         {
         *           "schema": {
         *             "type": "object",
         *             "properties": {
         *               "session_id": {
         *                 "type": "string"
         *               }
         *             }
         *           },
         *           "example": {
         *             "session_id": "session_abc123",
         *             "external_ref": "user_456",
         *             "status": "approved",
         *             "is_sandbox": false
         *           },
         *           "personal_fields": [
         *             "/applicant/email"
         *           ],
         *           "id_fields": [
         *             "/session_id"
         *           ],
         *           "type": "session.approved",
         *           "pack": "verifa",
         *           "description": "A session has passed.",
         *           "confidential": false,
         *           "formats": [
         *             "envelope",
         *             "flat",
         *             "key-data",
         *             "topic",
         *             "event-type",
         *             "cloudevents"
         *           ]
         *         }
         *       ]
         *     }
         */
        EventTypePage: {
            /** @description Always null: the list is whole. */
            next_cursor: string | null;
            data: components["schemas"]["EventType"][];
        };
        /**
         * @example {
         *       "type": "loan.granted",
         *       "description": "A loan was granted.",
         *       "schema": {
         *         "type": "object",
         *         "properties": {
         *           "loan_id": {
         *             "type": "string",
         *             "x-id": true,
         *             "x-subject": true
         *           }
         *         },
         *         "required": [
         *           "loan_id"
         *         ]
         *       },
         *       "example": {
         *         "loan_id": "loan_1"
         *       }
         *     }
         */
        RegisterEventType: {
            /** @description Words of letters, digits, `_` and `-`, separated by dots. */
            type: string;
            description: string;
            /**
             * @description JSON Schema (draft 2020-12) of `data`, its root of the type "object". References stay within it and
             *     do not recur; patterns need no backtracking; it holds at most 200 subschemas and 800 keywords. On properties of the top level: `x-id` (an id to search
             *     by), `x-subject` (the default subject), `x-personal`.
             */
            schema: {
                [key: string]: unknown;
            };
            /** @description A valid `data`. */
            example: {
                [key: string]: unknown;
            };
            /** @description As in the answer. Absent: as it was, and false for a new type. */
            confidential?: boolean;
        };
        /**
         * @example {
         *       "tenant_id": "acme",
         *       "type": "session.approved",
         *       "data": {
         *         "session_id": "session_abc123",
         *         "external_ref": "user_456",
         *         "status": "approved",
         *         "is_sandbox": false
         *       },
         *       "idempotency_key": "order-1"
         *     }
         */
        PublishEvent: {
            /** @description The payload, at most 256 KiB as JSON; the type's schema says what it must hold. */
            data: {
                [key: string]: unknown;
            };
            /** @description The tenant's id (`ten_…`) or its `external_id`. */
            tenant_id: string;
            /** @description A type that `GET /v1/event-types` lists. */
            type: string;
            /** @description Kept for 7 days per tenant: the same body again answers with the first event. */
            idempotency_key?: string;
            /** @description What the event is about; orders and groups events. By default the id of the type's own entity. */
            subject?: string;
            /** @description False: publish no derived events beside it (`check.matched`, `session.approved`, …). Default: `true`. */
            derive?: boolean;
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "deliveries": 1,
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "type": "session.approved",
         *       "duplicate": false
         *     }
         */
        PublishedEvent: {
            /** @description Unix seconds. */
            created: number;
            /** @description How many endpoints it goes to. */
            deliveries: number;
            /** @description `evt_…`, the `X-Webhook-ID` of every request that carries it. */
            id: string;
            type: string;
            /**
             * @description True where an earlier event is the answer: one with the same key, or a derived one that says the
             *     same in every field that its cause could tell. What this publish says beyond that is not kept.
             */
            duplicate: boolean;
        };
        /**
         * @example {
         *       "events": [
         *         {
         *           "tenant_id": "acme",
         *           "type": "session.approved",
         *           "data": {
         *             "session_id": "session_abc123",
         *             "external_ref": "user_456",
         *             "status": "approved",
         *             "is_sandbox": false
         *           }
         *         }
         *       ]
         *     }
         */
        PublishBatch: {
            /** @description At most 500. Taken in order; one bad entry fails alone. */
            events: components["schemas"]["PublishEvent"][];
        };
        /**
         * @example {
         *       "status": 202,
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "type": "session.approved",
         *       "created": 1768469400,
         *       "deliveries": 1,
         *       "duplicate": false
         *     }
         */
        BatchResult: {
            /** @description 202, or the status that a single publish would have got; after a 503 send the entry again. */
            status: number;
            created?: number;
            deliveries?: number;
            id?: string;
            type?: string;
            duplicate?: boolean;
            code?: string;
            message?: string;
            /** @description Pointers are into the entry. */
            errors?: components["schemas"]["FieldError"][];
        };
        /**
         * @example {
         *       "results": [
         *         {
         *           "status": 202,
         *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "type": "session.approved",
         *           "created": 1768469400,
         *           "deliveries": 1,
         *           "duplicate": false
         *         }
         *       ]
         *     }
         */
        BatchResults: {
            results: components["schemas"]["BatchResult"][];
        };
        /**
         * @example {
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme",
         *       "type": "session.approved",
         *       "source": "api",
         *       "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "status": 422,
         *       "event_id": null,
         *       "published_at": null,
         *       "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
         *       "tenant_ref": "acme",
         *       "code": "validation_failed",
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "errors": [
         *         {
         *           "pointer": "/data/session_id",
         *           "code": "required",
         *           "message": "session_id is required",
         *           "did_you_mean": [
         *             "session.*"
         *           ]
         *         }
         *       ],
         *       "body_kept": false,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        RejectedPublish: {
            /** @description Null where there was no such tenant in the publisher's reach. */
            tenant_id: string | null;
            /** @description Null where there was no such tenant in the publisher's reach, or it is gone. */
            tenant_name: string | null;
            /** @description The type as the publisher wrote it. */
            type: string | null;
            /**
             * @description `module`: code of an application; `transaction`: the same inside a transaction of its own, which may have been rolled back.
             * @enum {string}
             */
            source: "api" | "module" | "transaction";
            /** @description Null for the bootstrap key, and for code. */
            publisher_key_id: string | null;
            /** @description The status that the publisher got. */
            status: number;
            /** @description The event that it became when it was published again. */
            event_id: string | null;
            /** Format: date-time */
            published_at: string | null;
            /** @description `rej_…` */
            id: string;
            /** @description The tenant as the publisher wrote it. */
            tenant_ref: string;
            code: string;
            /** @description The code in words; `errors` says more. */
            reason_text: string;
            /** @description What the code means and what to do. */
            docs_url: string;
            errors: components["schemas"]["FieldError"][];
            /** @description Whether it can be published again: too large a body is not kept. */
            body_kept: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description 7 days after it was refused; earlier where the tenant's content is kept for less.
             */
            expires_at: string;
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "dropped": 0,
         *       "data": [
         *         {
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "tenant_name": "Acme",
         *           "type": "session.approved",
         *           "source": "api",
         *           "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "status": 422,
         *           "event_id": null,
         *           "published_at": null,
         *           "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
         *           "tenant_ref": "acme",
         *           "code": "validation_failed",
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "errors": [
         *             {
         *               "pointer": "/data/session_id",
         *               "code": "required",
         *               "message": "session_id is required",
         *               "did_you_mean": [
         *                 "session.*"
         *               ]
         *             }
         *           ],
         *           "body_kept": false,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "expires_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ]
         *     }
         */
        RejectedPage: {
            next_cursor: string | null;
            /** @description Refused publishes of the last 7 days that are not kept, because there were too many. */
            dropped: number;
            data: components["schemas"]["RejectedPublish"][];
        };
        /**
         * @example {
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme",
         *       "type": "session.approved",
         *       "source": "api",
         *       "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "status": 422,
         *       "event_id": null,
         *       "published_at": null,
         *       "body": {
         *         "tenant_id": "acme",
         *         "type": "session.approved",
         *         "data": {}
         *       },
         *       "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
         *       "tenant_ref": "acme",
         *       "code": "validation_failed",
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "errors": [
         *         {
         *           "pointer": "/data/session_id",
         *           "code": "required",
         *           "message": "session_id is required",
         *           "did_you_mean": [
         *             "session.*"
         *           ]
         *         }
         *       ],
         *       "body_kept": false,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        RejectedPublishWithBody: {
            /** @description Null where there was no such tenant in the publisher's reach. */
            tenant_id: string | null;
            /** @description Null where there was no such tenant in the publisher's reach, or it is gone. */
            tenant_name: string | null;
            /** @description The type as the publisher wrote it. */
            type: string | null;
            /**
             * @description `module`: code of an application; `transaction`: the same inside a transaction of its own, which may have been rolled back.
             * @enum {string}
             */
            source: "api" | "module" | "transaction";
            /** @description Null for the bootstrap key, and for code. */
            publisher_key_id: string | null;
            /** @description The status that the publisher got. */
            status: number;
            /** @description The event that it became when it was published again. */
            event_id: string | null;
            /** Format: date-time */
            published_at: string | null;
            /** @description The publish body; null where it is not kept. */
            body: {
                [key: string]: unknown;
            } | null;
            /** @description `rej_…` */
            id: string;
            /** @description The tenant as the publisher wrote it. */
            tenant_ref: string;
            code: string;
            /** @description The code in words; `errors` says more. */
            reason_text: string;
            /** @description What the code means and what to do. */
            docs_url: string;
            errors: components["schemas"]["FieldError"][];
            /** @description Whether it can be published again: too large a body is not kept. */
            body_kept: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description 7 days after it was refused; earlier where the tenant's content is kept for less.
             */
            expires_at: string;
        };
        /**
         * @example {
         *       "created": 1768469400,
         *       "sequence": 1,
         *       "subject": "session_abc123",
         *       "external_ref": "user_456",
         *       "caused_by": null,
         *       "violations": null,
         *       "redacted_at": null,
         *       "kind": "event",
         *       "tenant_name": "Acme",
         *       "deliveries": [
         *         {
         *           "is_sandbox": null,
         *           "endpoint_host": null,
         *           "channel": "webhook",
         *           "recipient": null,
         *           "status": "succeeded",
         *           "reason": null,
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "blocked_by": null,
         *           "attempt_count": 1,
         *           "max_attempts": 12,
         *           "last_code": 200,
         *           "next_attempt_at": null,
         *           "settled_at": "2026-01-15T09:30:00.402Z",
         *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "event_type": "session.approved",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "format": "envelope",
         *           "in_flight": false,
         *           "suspicious_success": false,
         *           "minimised": false,
         *           "created_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "type": "session.approved",
         *       "is_sandbox": false,
         *       "derived": [],
         *       "unsent": []
         *     }
         */
        EventHit: {
            /** @description Unix seconds. */
            created: number;
            /** @description Rises per subject; null for the moment before the fan-out of a publish in a caller's transaction. */
            sequence: number | null;
            subject: string | null;
            external_ref: string | null;
            /** @description The event that this one was derived from. */
            caused_by: string | null;
            /** @description Rules that the event's data breaks; kept where CATALOGUE_VALIDATION is `report`. */
            violations: components["schemas"]["FieldError"][] | null;
            /**
             * Format: date-time
             * @description When its data, subject and ids were taken away for good.
             */
            redacted_at: string | null;
            /** @enum {string} */
            kind: "event";
            tenant_name: string;
            deliveries: components["schemas"]["Delivery"][];
            /** @description `evt_…` */
            id: string;
            tenant_id: string;
            type: string;
            is_sandbox: boolean;
            /** @description Events derived from this one. */
            derived: string[];
            unsent: components["schemas"]["Unsent"][];
        };
        /**
         * @example {
         *       "is_sandbox": null,
         *       "endpoint_host": null,
         *       "channel": "webhook",
         *       "recipient": null,
         *       "status": "succeeded",
         *       "reason": null,
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "blocked_by": null,
         *       "attempt_count": 1,
         *       "max_attempts": 12,
         *       "last_code": 200,
         *       "next_attempt_at": null,
         *       "settled_at": "2026-01-15T09:30:00.402Z",
         *       "kind": "delivery",
         *       "tenant_name": "Acme",
         *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "event_type": "session.approved",
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "format": "envelope",
         *       "in_flight": false,
         *       "suspicious_success": false,
         *       "minimised": false,
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        DeliveryHit: {
            /** @description Whether the event is of the sandbox; null: the event is not on record any more. */
            is_sandbox: boolean | null;
            /** @description Host and port of the endpoint's URL, and nothing else of it; null: email. */
            endpoint_host: string | null;
            /** @enum {string} */
            channel: "webhook" | "email" | "slack" | "inspector";
            /** @description The mail address; null elsewhere. */
            recipient: string | null;
            /**
             * @description A settled or held delivery that was retried by hand is `pending` until that attempt has ended.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
            /**
             * @description Why it is so; null once it has succeeded.
             * @enum {string|null}
             */
            reason: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired" | null;
            /** @description The reason in words. */
            reason_text: string | null;
            /** @description What the reason means and what to do. */
            docs_url: string | null;
            /** @description The delivery that keeps its subject waiting, where the reason is `waiting_for_subject`. */
            blocked_by: string | null;
            /** @description The number of the last attempt on record. Attempts by hand, and ones that were lost with their worker, count too. */
            attempt_count: number;
            /** @description How often the schedule tries at most. Attempts by hand, and lost ones, come on top: `attempt_count` may end above it. */
            max_attempts: number;
            /** @description Status of the last response. */
            last_code: number | null;
            /**
             * Format: date-time
             * @description Null while in flight, and where none is planned.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it succeeded or was given up.
             */
            settled_at: string | null;
            /** @enum {string} */
            kind: "delivery";
            tenant_name: string;
            /** @description `dlv_…` */
            id: string;
            tenant_id: string;
            event_id: string;
            event_type: string;
            endpoint_id: string;
            /** @description Of a webhook's body; `email` and `slack` have one shape, which is called like the channel. */
            format: string;
            /** @description An attempt is under way. */
            in_flight: boolean;
            /** @description An attempt of it succeeded with an HTML page as its answer: perhaps a proxy answered. */
            suspicious_success: boolean;
            /** @description Its subject was erased while it waited: it goes out with ids and required fields that are not personal. */
            minimised: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme",
         *       "type": "session.approved",
         *       "source": "api",
         *       "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "status": 1,
         *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *       "published_at": null,
         *       "kind": "rejected",
         *       "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
         *       "tenant_ref": "acme",
         *       "code": "required",
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "errors": [
         *         {
         *           "pointer": "/data/session_id",
         *           "code": "required",
         *           "message": "session_id is required",
         *           "did_you_mean": [
         *             "session.*"
         *           ]
         *         }
         *       ],
         *       "body_kept": false,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        RejectedHit: {
            /** @description Null where there was no such tenant in the publisher's reach. */
            tenant_id: string | null;
            /** @description Null where there was no such tenant in the publisher's reach, or it is gone. */
            tenant_name: string | null;
            /** @description The type as the publisher wrote it. */
            type: string | null;
            /**
             * @description `module`: code of an application; `transaction`: the same inside a transaction of its own, which may have been rolled back.
             * @enum {string}
             */
            source: "api" | "module" | "transaction";
            /** @description Null for the bootstrap key, and for code. */
            publisher_key_id: string | null;
            /** @description The status that the publisher got. */
            status: number;
            /** @description The event that it became when it was published again. */
            event_id: string | null;
            /** Format: date-time */
            published_at: string | null;
            /** @enum {string} */
            kind: "rejected";
            /** @description `rej_…` */
            id: string;
            /** @description The tenant as the publisher wrote it. */
            tenant_ref: string;
            code: string;
            /** @description The code in words; `errors` says more. */
            reason_text: string;
            /** @description What the code means and what to do. */
            docs_url: string;
            errors: components["schemas"]["FieldError"][];
            /** @description Whether it can be published again: too large a body is not kept. */
            body_kept: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description 7 days after it was refused; earlier where the tenant's content is kept for less.
             */
            expires_at: string;
        };
        /**
         * @example {
         *       "kind": "endpoint",
         *       "endpoint_host": null,
         *       "url": "https://hooks.acme.example/kyc",
         *       "description": "What the back office hears of",
         *       "status": "active",
         *       "disabled_reason": null,
         *       "reason_text": "The receiver answered with another status than 2xx.",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme",
         *       "format": "envelope",
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        EndpointHit: {
            /** @enum {string} */
            kind: "endpoint";
            /** @description Host and port of the URL; null for email. */
            endpoint_host: string | null;
            /** @description As the endpoint shows it; null for email. */
            url: string | null;
            description: string | null;
            /** @enum {string} */
            status: "active" | "paused" | "disabled";
            /** @description As in `EndpointDto`. */
            disabled_reason: string | null;
            reason_text: string | null;
            docs_url: string | null;
            id: string;
            tenant_id: string;
            tenant_name: string;
            format: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "kind": "tenant",
         *       "external_id": "acme",
         *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "name": "Acme",
         *       "tenant_name": "Acme",
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        TenantHit: {
            /** @enum {string} */
            kind: "tenant";
            external_id: string | null;
            id: string;
            /** @description The same as `id`. */
            tenant_id: string;
            name: string;
            /** @description The same as `name`. */
            tenant_name: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "kind": "delivery",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41"
         *     }
         */
        EvidenceLink: {
            /** @enum {string} */
            kind: "event" | "delivery" | "endpoint" | "audit" | "rejected" | "tenant";
            tenant_id: string | null;
            id: string;
        };
        /**
         * @example {
         *       "at": null,
         *       "link": {
         *         "kind": "delivery",
         *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *         "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41"
         *       },
         *       "label": "Delivery",
         *       "value": "failed (attempts_exhausted), 12 attempts"
         *     }
         */
        Evidence: {
            /** Format: date-time */
            at: string | null;
            link: components["schemas"]["EvidenceLink"] | null;
            label: string;
            value: string;
        };
        /**
         * @example {
         *       "kind": "delivery",
         *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme",
         *       "verdict": "failed",
         *       "reason": "http_status",
         *       "docs_url": "http://127.0.0.1:3000/docs/reasons#http_status",
         *       "evidence": [
         *         {
         *           "at": null,
         *           "link": {
         *             "kind": "delivery",
         *             "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *             "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41"
         *           },
         *           "label": "Delivery",
         *           "value": "failed (attempts_exhausted), 12 attempts"
         *         }
         *       ],
         *       "others": [],
         *       "title": "Not delivered to hooks.acme.example",
         *       "answer": "The event … (session.approved) of the tenant Acme was published at 2026-01-15 09:30:00 UTC. It was sent to 1 endpoint. hooks.acme.example answered 401 to all 12 attempts between 2026-01-15 09:30:01 UTC and 2026-01-18 12:41:07 UTC.",
         *       "remedy": "Check the secret and the signature verification of the receiver."
         *     }
         */
        Explanation: {
            /**
             * @description What is explained; `none`: nothing was found.
             * @enum {string}
             */
            kind: "event" | "delivery" | "rejected" | "endpoint" | "tenant" | "none";
            /** @description Null where nothing, or nothing definite, was found. */
            id: string | null;
            tenant_id: string | null;
            tenant_name: string | null;
            /**
             * @description `waiting`: it is sent by itself. `held`: it is kept and not sent until it is released. `refused`: the publish was
             *     refused. `unknown`: nothing was found. `ambiguous`: things of several tenants were found, which `others` lists.
             * @enum {string}
             */
            verdict: "delivered" | "waiting" | "failed" | "held" | "not_sent" | "refused" | "unknown" | "ambiguous";
            /** @description The reason, the code of a refusal or the class of the error that explains it. */
            reason: string | null;
            /** @description What this reason means and what to do. */
            docs_url: string | null;
            evidence: components["schemas"]["Evidence"][];
            /** @description What the search has found besides, as in `GET /v1/search`. */
            others: (components["schemas"]["EventHit"] | components["schemas"]["DeliveryHit"] | components["schemas"]["RejectedHit"] | components["schemas"]["EndpointHit"] | components["schemas"]["TenantHit"])[];
            title: string;
            /** @description A paragraph of plain text in English, with times in UTC, to be pasted into a ticket. */
            answer: string;
            /** @description What to do; empty if there is nothing to do. */
            remedy: string;
        };
        /**
         * @example {
         *       "token": "pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234"
         *     }
         */
        SignIn: {
            /** @description An API key of the role `admin`, `support`, `tenant` or `viewer`. */
            api_key?: string;
            /** @description What follows `#sign-in=` in a sign-in link. It signs in once. */
            token?: string;
            /**
             * @description Whether the page is in a frame of another site, where browsers keep no cookie: the answer has `session_token`, and
             *     no cookie is set. Default: `false`.
             */
            embedded?: boolean;
        };
        /**
         * @example {
         *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "name": "Acme",
         *       "external_id": "acme"
         *     }
         */
        SessionTenant: {
            id: string;
            name: string;
            external_id: string | null;
        };
        /**
         * @example {
         *       "id": "user-81",
         *       "name": "Ada Obi"
         *     }
         */
        SessionPerson: {
            /** @description As the caller who made the link, or the identity provider, names the person. */
            id: string;
            name: string | null;
        };
        /**
         * @example {
         *       "tenant": {
         *         "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *         "name": "Acme",
         *         "external_id": "acme"
         *       },
         *       "person": {
         *         "id": "user-81",
         *         "name": "Ada Obi"
         *       },
         *       "capabilities": [
         *         "view",
         *         "payloads.read"
         *       ],
         *       "theme": null,
         *       "next": "/portal/events",
         *       "role": "viewer",
         *       "csrf_token": "2jmj7l5rSw0yVb_vlWAYkK_YBwkXoQdJpQkYs3dFf6A",
         *       "hide_navigation": false,
         *       "expires_at": "2026-01-15T09:30:00.000Z",
         *       "idle_expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        StartedSession: {
            /** @description Null: all tenants. */
            tenant: components["schemas"]["SessionTenant"] | null;
            /** @description Null: the person is not known, as with an API key. */
            person: components["schemas"]["SessionPerson"] | null;
            /** @description What the session may do within its role. */
            capabilities: ("test" | "view" | "payloads.read" | "endpoints.write" | "secrets.read" | "secrets.write" | "deliveries.write")[];
            /**
             * @description The colours that the link asks for; null: those of the system.
             * @enum {string|null}
             */
            theme: "light" | "dark" | null;
            /** @description The path that the link leads to; null: the first page. */
            next: string | null;
            /** @description Of an `embedded` sign-in: sent as `Authorization: Bearer`, and kept in memory only. */
            session_token?: string;
            /** @enum {string} */
            role: "tenant" | "support" | "viewer" | "admin";
            /** @description Sent as `X-CSRF-Token` with every request by cookie that is not GET or HEAD. */
            csrf_token: string;
            /** @description Whether the page is shown without its own navigation, for a site that has one. */
            hide_navigation: boolean;
            /**
             * Format: date-time
             * @description The session ends at this time, whatever is done.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description The session ends at this time unless it is used before.
             */
            idle_expires_at: string;
        };
        /**
         * @example {
         *       "tenant": {
         *         "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *         "name": "Acme",
         *         "external_id": "acme"
         *       },
         *       "person": {
         *         "id": "user-81",
         *         "name": "Ada Obi"
         *       },
         *       "capabilities": [
         *         "view",
         *         "payloads.read"
         *       ],
         *       "theme": null,
         *       "next": "/portal/events",
         *       "role": "viewer",
         *       "csrf_token": "2jmj7l5rSw0yVb_vlWAYkK_YBwkXoQdJpQkYs3dFf6A",
         *       "hide_navigation": false,
         *       "expires_at": "2026-01-15T09:30:00.000Z",
         *       "idle_expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Session: {
            /** @description Null: all tenants. */
            tenant: components["schemas"]["SessionTenant"] | null;
            /** @description Null: the person is not known, as with an API key. */
            person: components["schemas"]["SessionPerson"] | null;
            /** @description What the session may do within its role. */
            capabilities: ("test" | "view" | "payloads.read" | "endpoints.write" | "secrets.read" | "secrets.write" | "deliveries.write")[];
            /**
             * @description The colours that the link asks for; null: those of the system.
             * @enum {string|null}
             */
            theme: "light" | "dark" | null;
            /** @description The path that the link leads to; null: the first page. */
            next: string | null;
            /** @enum {string} */
            role: "tenant" | "support" | "viewer" | "admin";
            /** @description Sent as `X-CSRF-Token` with every request by cookie that is not GET or HEAD. */
            csrf_token: string;
            /** @description Whether the page is shown without its own navigation, for a site that has one. */
            hide_navigation: boolean;
            /**
             * Format: date-time
             * @description The session ends at this time, whatever is done.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description The session ends at this time unless it is used before.
             */
            idle_expires_at: string;
        };
        /**
         * @example {
         *       "name": "login.example.com",
         *       "problem": null
         *     }
         */
        IdentityProvider: {
            /** @description Why it cannot be used at the moment; null: it can. */
            problem: string | null;
            /** @description The host name of the issuer. */
            name: string;
        };
        /**
         * @example {
         *       "oidc": {
         *         "name": "login.example.com",
         *         "problem": null
         *       }
         *     }
         */
        SignInOptions: {
            /** @description Null: no identity provider is set up. Otherwise the sign-in begins at `/sign-in/oidc`. */
            oidc: components["schemas"]["IdentityProvider"] | null;
        };
        /**
         * @example {
         *       "id": "user-81",
         *       "name": "Ada Obi"
         *     }
         */
        LinkPerson: {
            /** @description As your own system names the person; "sign out everywhere" and the audit log go by it. */
            id: string;
            /** @description What people call the person. */
            name?: string;
        };
        /**
         * @example {
         *       "role": "viewer",
         *       "expires_in_seconds": 600,
         *       "person": {
         *         "id": "user-81",
         *         "name": "Ada Obi"
         *       },
         *       "next": "/portal/events"
         *     }
         */
        CreatePortalLink: {
            /** @description Seconds until the link no longer signs in, at most 7 days. The session lasts on its own. */
            expires_in_seconds: number;
            /** @description What the session may do within its role; `view` is always among them. Default: everything that the role may. */
            capabilities?: ("view" | "endpoints.write" | "secrets.read" | "secrets.write" | "test" | "deliveries.write" | "payloads.read")[];
            /** @enum {string} */
            role: "tenant" | "viewer";
            person?: components["schemas"]["LinkPerson"];
            /** @description The path that the link leads to, such as `/portal/events/evt_…`. Default: the overview. */
            next?: string;
            /**
             * @description The colours of the page. Default: those of the system.
             * @enum {string}
             */
            theme?: "light" | "dark";
            /** @description Whether the page is shown without its own navigation. Default: `false`. */
            hide_navigation?: boolean;
        };
        /**
         * @example {
         *       "id": "lnk_019bd1a07c3b7e52b9f04d6a81e5c273",
         *       "url": "https://kyc.example.com/portal#sign-in=pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234",
         *       "expires_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        CreatedPortalLink: {
            id: string;
            /** @description The link itself; it is shown only once. */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        /**
         * @example {
         *       "id": "user-81",
         *       "name": "Ada Obi"
         *     }
         */
        PortalLinkPerson: {
            id: string;
            name: string | null;
        };
        /**
         * @example {
         *       "capabilities": [
         *         "view",
         *         "payloads.read"
         *       ],
         *       "person": {
         *         "id": "user-81",
         *         "name": "Ada Obi"
         *       },
         *       "next": null,
         *       "theme": null,
         *       "id": "lnk_019bd1a07c3b7e52b9f04d6a81e5c273",
         *       "role": "viewer",
         *       "hide_navigation": false,
         *       "created_at": "2026-01-15T09:30:00.000Z",
         *       "expires_at": "2026-01-15T09:30:00.000Z",
         *       "used_at": null,
         *       "revoked_at": null
         *     }
         */
        PortalLink: {
            capabilities: ("view" | "endpoints.write" | "secrets.read" | "secrets.write" | "test" | "deliveries.write" | "payloads.read")[];
            person: components["schemas"]["PortalLinkPerson"] | null;
            next: string | null;
            /** @enum {string|null} */
            theme: "light" | "dark" | null;
            id: string;
            /** @enum {string} */
            role: "tenant" | "viewer";
            hide_navigation: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it signed in; null: not yet.
             */
            used_at: string | null;
            /**
             * Format: date-time
             * @description Null: it is not revoked.
             */
            revoked_at: string | null;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "capabilities": [
         *             "view",
         *             "payloads.read"
         *           ],
         *           "person": {
         *             "id": "user-81",
         *             "name": "Ada Obi"
         *           },
         *           "next": null,
         *           "theme": null,
         *           "id": "lnk_019bd1a07c3b7e52b9f04d6a81e5c273",
         *           "role": "viewer",
         *           "hide_navigation": false,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "expires_at": "2026-01-15T09:30:00.000Z",
         *           "used_at": null,
         *           "revoked_at": null
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        PortalLinkPage: {
            data: components["schemas"]["PortalLink"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "endpoint": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "time": "2026-01-15T09:00:00.000Z",
         *       "deliveries": 128,
         *       "success_rate": 0.9844,
         *       "latency_p95": 231.1
         *     }
         */
        StatisticsRow: {
            /** @description The endpoint's id; null: of events, which have no endpoint. */
            endpoint?: string | null;
            /** @description Of deliveries, as deliveries have it; of attempts `succeeded` or `failed`. */
            status?: string | null;
            /** @description The error class of attempts; of failed deliveries that of their last attempt. */
            class?: string | null;
            /**
             * @description The status that the receiver answered with; of deliveries the last one.
             * @example 503
             */
            code?: number | null;
            /** @description Why deliveries are held or have ended. */
            reason?: string | null;
            channel?: string | null;
            /**
             * @description Published.
             * @example 128
             */
            events?: number;
            /**
             * @description Made in this time, whatever became of them.
             * @example 128
             */
            deliveries?: number;
            /**
             * @description Begun in this time.
             * @example 131
             */
            attempts?: number;
            /**
             * @description Deliveries that were made in this time and have succeeded since.
             * @example 126
             */
            succeeded?: number;
            /**
             * @description Deliveries that were made in this time and have failed since.
             * @example 2
             */
            failed?: number;
            /**
             * @description Deliveries that are held now, whenever they were made. With a step, in the latest row of the group alone.
             * @example 0
             */
            held?: number | null;
            /**
             * @description The share of first attempts that succeeded; null: there were none.
             * @example 0.9766
             */
            first_try_rate?: number | null;
            /**
             * @description `succeeded` ÷ (`succeeded` + `failed`); null: nothing has ended.
             * @example 0.9844
             */
            success_rate?: number | null;
            /**
             * @description Milliseconds until the receiver had answered, or its time was up; null: nothing was measured.
             * @example 84.6
             */
            latency_p50?: number | null;
            /** @example 231.1 */
            latency_p95?: number | null;
            /** @example 940.5 */
            latency_p99?: number | null;
            /**
             * @description Milliseconds from the making of a delivery to its success.
             * @example 412.4
             */
            lag_p95?: number | null;
            /**
             * @description The age of the oldest delivery that waits now; null: none does. With a step, in the latest row of the group alone.
             * @example 48
             */
            oldest_undelivered_seconds?: number | null;
            /** @description The tenant's id. */
            tenant?: string;
            /** @description The event type. */
            type?: string;
            /**
             * Format: date-time
             * @description The beginning of the hour or the day (UTC), or of the window.
             */
            time: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "endpoint": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "time": "2026-01-15T09:00:00.000Z",
         *           "deliveries": 128,
         *           "success_rate": 0.9844,
         *           "latency_p95": 231.1
         *         }
         *       ],
         *       "as_of": "2026-01-15T09:41:12.000Z"
         *     }
         */
        Statistics: {
            data: components["schemas"]["StatisticsRow"][];
            /** @description Everything that was recorded up to this time is counted; at most a minute ago. */
            as_of: string;
        };
        /**
         * @example {
         *       "kind": "secret_rotated",
         *       "text": "the secret rotation at 09:12 UTC",
         *       "at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        ProblemCause: {
            /**
             * @description Such as `secret_rotated`, `secret_grace_ended`, `url_changed`, `headers_changed` or `created`.
             * @example secret_rotated
             */
            kind: string;
            /** @example the secret rotation at 09:12 UTC */
            text: string;
            /** Format: date-time */
            at: string;
        };
        /**
         * @example {
         *       "endpoint_host": "hooks.acme.example",
         *       "endpoint_description": null,
         *       "class": "http_status",
         *       "code": 401,
         *       "count": 412,
         *       "since": null,
         *       "last_at": "2026-01-15T09:40:58.031Z",
         *       "cause": {
         *         "kind": "secret_rotated",
         *         "text": "the secret rotation at 09:12 UTC",
         *         "at": "2026-01-15T09:30:00.000Z"
         *       },
         *       "disables_at": null,
         *       "text": "412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC",
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4"
         *     }
         */
        OpenProblem: {
            /**
             * @description Host and port of the URL; null for email.
             * @example hooks.acme.example
             */
            endpoint_host: string | null;
            endpoint_description: string | null;
            /**
             * @description The error class; without failures, why the endpoint gets nothing, such as `pending_confirmation`, or what else is
             *     wrong: `certificate_expires` (within 14 days), `clock_skew` (more than 30 seconds), `address_on_hold` (a mail server
             *     has refused recipients), `address_unconfirmed`.
             * @example http_status
             */
            class: string;
            /**
             * @description The status that the receiver answered with.
             * @example 401
             */
            code: number | null;
            /**
             * @description Failed attempts. Of the first hour also those before the last success.
             * @example 412
             */
            count: number;
            /**
             * Format: date-time
             * @description Null: not known, as of the clock of a receiver.
             */
            since: string | null;
            /**
             * Format: date-time
             * @description The last failure; null: nothing has failed by it.
             */
            last_at: string | null;
            cause: components["schemas"]["ProblemCause"] | null;
            /**
             * Format: date-time
             * @description When the endpoint will be disabled, if nothing succeeds; null: not by time, or it is.
             */
            disables_at: string | null;
            /**
             * @description All of it in one sentence.
             * @example 412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC
             */
            text: string;
            endpoint_id: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "endpoint_host": "hooks.acme.example",
         *           "endpoint_description": null,
         *           "class": "http_status",
         *           "code": 401,
         *           "count": 412,
         *           "since": null,
         *           "last_at": "2026-01-15T09:40:58.031Z",
         *           "cause": {
         *             "kind": "secret_rotated",
         *             "text": "the secret rotation at 09:12 UTC",
         *             "at": "2026-01-15T09:30:00.000Z"
         *           },
         *           "disables_at": null,
         *           "text": "412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4"
         *         }
         *       ]
         *     }
         */
        OpenProblemList: {
            data: components["schemas"]["OpenProblem"][];
        };
        /**
         * @example {
         *       "lane": "quick",
         *       "queued": 12,
         *       "due": 2,
         *       "sandbox": 0,
         *       "oldest_age_seconds": 48,
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme"
         *     }
         */
        QueuePart: {
            /**
             * @description `slow`: of endpoints that fail, or answer slowly.
             * @example quick
             * @enum {string}
             */
            lane: "quick" | "slow";
            /** @example 12 */
            queued: number;
            /**
             * @description Those that may go out now.
             * @example 2
             */
            due: number;
            /**
             * @description Those of the sandbox, at most a minute old.
             * @example 0
             */
            sandbox: number;
            /**
             * @description The age of the oldest delivery.
             * @example 48
             */
            oldest_age_seconds: number;
            tenant_id: string;
            tenant_name: string;
        };
        /**
         * @example {
         *       "in_flight": 4,
         *       "expired": 0,
         *       "last_end_at": "2026-01-01T00:00:31.000Z",
         *       "quarantined": 0,
         *       "lost": 0
         *     }
         */
        Claims: {
            /**
             * @description Under a lease now.
             * @example 4
             */
            in_flight: number;
            /**
             * @description Whose lease has ended without a record: their worker died or is late. A worker takes them back within seconds.
             * @example 0
             */
            expired: number;
            /**
             * Format: date-time
             * @description When the last lease of now ends: a worker that died holds its deliveries until then at most. Null: there is none.
             * @example 2026-01-01T00:00:31.000Z
             */
            last_end_at: string | null;
            /**
             * @description Set aside because their workers died five times: they are tried one at a time.
             * @example 0
             */
            quarantined: number;
            /**
             * @description Attempts whose worker was lost, in this hour and the last; at most a minute old.
             * @example 0
             */
            lost: number;
        };
        /**
         * @example {
         *       "roles": [
         *         "api",
         *         "worker"
         *       ],
         *       "in_flight": 4,
         *       "id": "019bc0a1-4f37-7d90-b6c2-8e1f5a7d3094",
         *       "version": "0.1.0",
         *       "started_at": "2026-01-15T09:30:00.000Z",
         *       "last_seen_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Worker: {
            /**
             * @example [
             *       "api",
             *       "worker"
             *     ]
             */
            roles: string[];
            /**
             * @description Attempts under way when it was last seen.
             * @example 4
             */
            in_flight: number;
            id: string;
            version: string;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            last_seen_at: string;
        };
        /**
         * @example {
         *       "table": "attempts",
         *       "name": "attempts_2026_01_01",
         *       "size_bytes": 81920,
         *       "from": "2026-01-01T00:00:00.000Z",
         *       "to": "2026-04-01T00:00:00.000Z",
         *       "drops_at": "2031-01-31T00:00:00.000Z"
         *     }
         */
        Partition: {
            /** @example attempts */
            table: string;
            /** @example attempts_2026_01_01 */
            name: string;
            /**
             * @description With its indexes.
             * @example 81920
             */
            size_bytes: number;
            /**
             * @description Null: the default partition, for rows whose clock was wrong.
             * @example 2026-01-01T00:00:00.000Z
             */
            from: string | null;
            /** @example 2026-04-01T00:00:00.000Z */
            to: string | null;
            /**
             * Format: date-time
             * @description When all of it is past its retention.
             * @example 2031-01-31T00:00:00.000Z
             */
            drops_at: string | null;
        };
        /**
         * @example {
         *       "table": "delivery_queue",
         *       "live": 1204,
         *       "dead": 88
         *     }
         */
        DeadRows: {
            /** @example delivery_queue */
            table: string;
            /**
             * @description Estimates of PostgreSQL.
             * @example 1204
             */
            live: number;
            /** @example 88 */
            dead: number;
        };
        /**
         * @example {
         *       "version": "18.4",
         *       "size_bytes": 104857600,
         *       "connections": 24,
         *       "max_connections": 100,
         *       "partitions": [
         *         {
         *           "table": "attempts",
         *           "name": "attempts_2026_01_01",
         *           "size_bytes": 81920,
         *           "from": "2026-01-01T00:00:00.000Z",
         *           "to": "2026-04-01T00:00:00.000Z",
         *           "drops_at": "2031-01-31T00:00:00.000Z"
         *         }
         *       ],
         *       "dead_rows": [
         *         {
         *           "table": "delivery_queue",
         *           "live": 1204,
         *           "dead": 88
         *         }
         *       ]
         *     }
         */
        DatabaseFacts: {
            /** @example 18.4 */
            version: string;
            /** @example 104857600 */
            size_bytes: number;
            /**
             * @description To the whole server.
             * @example 24
             */
            connections: number;
            /** @example 100 */
            max_connections: number;
            partitions: components["schemas"]["Partition"][];
            /** @description The tables with the most dead rows. */
            dead_rows: components["schemas"]["DeadRows"][];
        };
        /**
         * @example {
         *       "mode": "redis",
         *       "detail": "Redis answers.",
         *       "reachable": false
         *     }
         */
        RedisFacts: {
            /**
             * @example redis
             * @enum {string}
             */
            mode: "redis" | "in_process";
            /** @example Redis answers. */
            detail: string;
            reachable: boolean;
        };
        /**
         * @example {
         *       "host": "smtp.acme.example",
         *       "configured": false
         *     }
         */
        MailFacts: {
            /**
             * @description The mail server.
             * @example smtp.acme.example
             */
            host: string | null;
            configured: boolean;
        };
        /**
         * @example {
         *       "class": "timeout",
         *       "count": 7,
         *       "sandbox": 0,
         *       "host": "hooks.acme.example",
         *       "last_at": "2026-01-15T09:40:58.031Z"
         *     }
         */
        EgressError: {
            /** @example timeout */
            class: string;
            /** @example 7 */
            count: number;
            /**
             * @description Those of the sandbox.
             * @example 0
             */
            sandbox: number;
            host: string;
            /** Format: date-time */
            last_at: string;
        };
        /**
         * @example {
         *       "name": "PORT",
         *       "value": "3000",
         *       "source": "default"
         *     }
         */
        Setting: {
            /** @example PORT */
            name: string;
            /**
             * @description Secrets are `[hidden]`; null: not set.
             * @example 3000
             */
            value: string | null;
            /**
             * @example default
             * @enum {string}
             */
            source: "environment" | "default" | "generated";
        };
        /**
         * @example {
         *       "id": "k1",
         *       "status": "encrypts",
         *       "data_keys": 12
         *     }
         */
        EncryptionKey: {
            /** @example k1 */
            id: string;
            /**
             * @description `missing`: not configured although data keys are wrapped by it.
             * @example encrypts
             * @enum {string}
             */
            status: "encrypts" | "decrypts" | "missing";
            /**
             * @description Data keys that it wraps.
             * @example 12
             */
            data_keys: number;
        };
        /**
         * @example {
         *       "queue": null,
         *       "claims": {
         *         "in_flight": 4,
         *         "expired": 0,
         *         "last_end_at": "2026-01-01T00:00:31.000Z",
         *         "quarantined": 0,
         *         "lost": 0
         *       },
         *       "workers": null,
         *       "database": {
         *         "version": "18.4",
         *         "size_bytes": 104857600,
         *         "connections": 24,
         *         "max_connections": 100,
         *         "partitions": [
         *           {
         *             "table": "attempts",
         *             "name": "attempts_2026_01_01",
         *             "size_bytes": 81920,
         *             "from": "2026-01-01T00:00:00.000Z",
         *             "to": "2026-04-01T00:00:00.000Z",
         *             "drops_at": "2031-01-31T00:00:00.000Z"
         *           }
         *         ],
         *         "dead_rows": [
         *           {
         *             "table": "delivery_queue",
         *             "live": 1204,
         *             "dead": 88
         *           }
         *         ]
         *       },
         *       "redis": {
         *         "mode": "redis",
         *         "detail": "Redis answers.",
         *         "reachable": false
         *       },
         *       "mail": {
         *         "host": "smtp.acme.example",
         *         "configured": false
         *       },
         *       "egress_errors": null,
         *       "configuration": [
         *         {
         *           "name": "PORT",
         *           "value": "3000",
         *           "source": "default"
         *         }
         *       ],
         *       "encryption_keys": null,
         *       "unavailable": [],
         *       "as_of": "2026-01-15T09:41:12.000Z",
         *       "version": "0.1.0"
         *     }
         */
        Platform: {
            queue: components["schemas"]["QueuePart"][] | null;
            claims: components["schemas"]["Claims"] | null;
            workers: components["schemas"]["Worker"][] | null;
            database: components["schemas"]["DatabaseFacts"] | null;
            redis: components["schemas"]["RedisFacts"] | null;
            mail: components["schemas"]["MailFacts"];
            egress_errors: components["schemas"]["EgressError"][] | null;
            configuration: components["schemas"]["Setting"][];
            encryption_keys: components["schemas"]["EncryptionKey"][] | null;
            /** @example [] */
            unavailable: string[];
            as_of: string;
            version: string;
        };
        /**
         * @example {
         *       "external_id": "acme",
         *       "oldest_undelivered_seconds": 48,
         *       "failure_rate": 0.0156,
         *       "backlog": 2,
         *       "held": 0,
         *       "endpoints": 3,
         *       "endpoints_failing": 0,
         *       "endpoints_disabled": 0,
         *       "breakers_open": 0,
         *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *       "tenant_name": "Acme"
         *     }
         */
        TenantHealth: {
            external_id: string | null;
            /**
             * @description The age of the oldest delivery that waits; null: none does.
             * @example 48
             */
            oldest_undelivered_seconds: number | null;
            /**
             * @description The share of attempts that failed in this hour and the last; null: there were none.
             * @example 0.0156
             */
            failure_rate: number | null;
            /**
             * @description Deliveries in the queue.
             * @example 2
             */
            backlog: number;
            /**
             * @description Deliveries that are held.
             * @example 0
             */
            held: number;
            /** @example 3 */
            endpoints: number;
            /**
             * @description Active endpoints to which nothing has succeeded since their first failure.
             * @example 0
             */
            endpoints_failing: number;
            /** @example 0 */
            endpoints_disabled: number;
            /**
             * @description Endpoints that get no requests, or single ones, because they failed too often.
             * @example 0
             */
            breakers_open: number;
            tenant_id: string;
            tenant_name: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "external_id": "acme",
         *           "oldest_undelivered_seconds": 48,
         *           "failure_rate": 0.0156,
         *           "backlog": 2,
         *           "held": 0,
         *           "endpoints": 3,
         *           "endpoints_failing": 0,
         *           "endpoints_disabled": 0,
         *           "breakers_open": 0,
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "tenant_name": "Acme"
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        TenantHealthPage: {
            data: components["schemas"]["TenantHealth"][];
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "computed": "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        Verify: {
            /** @description The headers as they were received, also only some of them. */
            headers?: {
                [key: string]: string;
            };
            /** @description The body as text, exactly as it was received. */
            body?: string;
            /** @description The signature that the receiver computed, or the whole header that it expected. */
            computed?: string;
        };
        /**
         * @example {
         *       "verdict": "body_changed",
         *       "header": "X-Webhook-Signature",
         *       "attempt_number": 1,
         *       "content": "known",
         *       "explanation": "The body was re-serialised with spaces, as by json.dumps of Python.",
         *       "remedy": "Verify the bytes of the body as they arrive."
         *     }
         */
        Verification: {
            /**
             * @description `valid`: nothing is wrong with what was given. `body_changed`: parsed and serialised again, re-encoded, cut, or
             *     given a line break. `secret_not_decoded`, `secret_wrong_encoding`: the key is not the bytes of the secret that the
             *     profile uses. `other_endpoint_secret`, `old_secret`, `new_secret`: it is another secret. `wrong_timestamp`,
             *     `content_wrong`, `algorithm_wrong`, `encoding_wrong`, `truncated`: it is computed in another way.
             *     `other_profile`: it is computed by a profile that the endpoint does not have. `header_missing`, `header_changed`:
             *     something between has removed or changed a header. `clock_skew`: the clock of the receiver is wrong. `unknown`:
             *     none of these.
             * @enum {string}
             */
            verdict: "valid" | "body_changed" | "secret_not_decoded" | "secret_wrong_encoding" | "other_endpoint_secret" | "old_secret" | "new_secret" | "wrong_timestamp" | "clock_skew" | "header_missing" | "header_changed" | "other_profile" | "algorithm_wrong" | "encoding_wrong" | "content_wrong" | "truncated" | "unknown";
            /** @description The signature header that the computed signature is meant for; null where that is not known. */
            header: string | null;
            /** @description The attempt that it was compared with; null where none was made. */
            attempt_number: number | null;
            /**
             * @description Whether the body that was sent is known. `as_received`: it is not kept, or not as it was sent, or not shown to the
             *     caller, so that the body that was received is taken for it. `unknown`: nothing could be compared.
             * @enum {string}
             */
            content: "known" | "as_received" | "unknown";
            /** @description Every mistake that was found, in words. */
            explanation: string;
            /** @description How the first of them is mended. */
            remedy: string;
        };
        /**
         * @example {
         *       "language": "node",
         *       "title": "Node.js, webhook-signature",
         *       "header": "webhook-signature",
         *       "code": "export function verify(headers, body) { … }"
         *     }
         */
        Snippet: {
            /** @enum {string} */
            language: "node" | "python" | "go" | "ruby" | "php" | "java" | "csharp" | "rust";
            title: string;
            /** @description The signature header that it verifies. */
            header: string;
            /** @description It reads the secret from the environment variable `WEBHOOK_SECRET`. */
            code: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "language": "node",
         *           "title": "Node.js, webhook-signature",
         *           "header": "webhook-signature",
         *           "code": "export function verify(headers, body) { … }"
         *         }
         *       ]
         *     }
         */
        Snippets: {
            data: components["schemas"]["Snippet"][];
        };
        /**
         * @example {
         *       "events": [
         *         {
         *           "created": 1768469400,
         *           "sequence": 1,
         *           "subject": "session_abc123",
         *           "external_ref": "user_456",
         *           "caused_by": null,
         *           "violations": null,
         *           "redacted_at": null,
         *           "data": {
         *             "session_id": "session_abc123",
         *             "external_ref": "user_456",
         *             "status": "approved",
         *             "is_sandbox": false
         *           },
         *           "deliveries": [
         *             {
         *               "is_sandbox": null,
         *               "endpoint_host": null,
         *               "channel": "webhook",
         *               "recipient": null,
         *               "status": "succeeded",
         *               "reason": null,
         *               "reason_text": "The receiver answered with another status than 2xx.",
         *               "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *               "blocked_by": null,
         *               "attempt_count": 1,
         *               "max_attempts": 12,
         *               "last_code": 200,
         *               "next_attempt_at": null,
         *               "settled_at": "2026-01-15T09:30:00.402Z",
         *               "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
         *               "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *               "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *               "event_type": "session.approved",
         *               "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *               "format": "envelope",
         *               "in_flight": false,
         *               "suspicious_success": false,
         *               "minimised": false,
         *               "created_at": "2026-01-15T09:30:00.000Z",
         *               "attempts": [
         *                 {
         *                   "number": 1,
         *                   "trigger": "automatic",
         *                   "ip": "203.0.113.7",
         *                   "duration_ms": 184,
         *                   "response": {
         *                     "status": 200,
         *                     "headers": {
         *                       "content-type": "application/json"
         *                     },
         *                     "body": "{\"received\":true}",
         *                     "body_encoding": "utf8",
         *                     "truncated": false
         *                   },
         *                   "error": null,
         *                   "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
         *                   "url": "https://hooks.acme.example/kyc",
         *                   "started_at": "2026-01-15T09:30:00.000Z",
         *                   "timings": {
         *                     "dns_ms": 12.4,
         *                     "connect_ms": 18.1,
         *                     "tls_ms": 31.6,
         *                     "first_byte_ms": 97.2
         *                   },
         *                   "request": {
         *                     "headers": {
         *                       "content-type": "application/json",
         *                       "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
         *                     },
         *                     "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
         *                   },
         *                   "suspicious_success": false
         *                 }
         *               ]
         *             }
         *           ],
         *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "type": "session.approved",
         *           "is_sandbox": false,
         *           "derived": [],
         *           "unsent": []
         *         }
         *       ],
         *       "rejected": [
         *         {
         *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
         *           "tenant_name": "Acme",
         *           "type": "session.approved",
         *           "source": "api",
         *           "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "status": 422,
         *           "event_id": null,
         *           "published_at": null,
         *           "body": {
         *             "tenant_id": "acme",
         *             "type": "session.approved",
         *             "data": {}
         *           },
         *           "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
         *           "tenant_ref": "acme",
         *           "code": "validation_failed",
         *           "reason_text": "The receiver answered with another status than 2xx.",
         *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
         *           "errors": [
         *             {
         *               "pointer": "/data/session_id",
         *               "code": "required",
         *               "message": "session_id is required",
         *               "did_you_mean": [
         *                 "session.*"
         *               ]
         *             }
         *           ],
         *           "body_kept": false,
         *           "created_at": "2026-01-15T09:30:00.000Z",
         *           "expires_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ],
         *       "next_cursor": null,
         *       "subject": "session_abc123",
         *       "exported_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        SubjectExport: {
            /** @description Events whose subject it is, or whose data has it as an id, newest first, with data, deliveries and attempts. */
            events: components["schemas"]["Event"][];
            /**
             * @description Publishes that were refused and whose data has it as an id, newest first, at most 100. On the first page, and for
             *     admins alone: a tenant is shown what was published for it.
             */
            rejected: components["schemas"]["RejectedPublishWithBody"][];
            /** @description The next page of events; null: this is the last one. */
            next_cursor: string | null;
            subject: string;
            /** Format: date-time */
            exported_at: string;
        };
        /**
         * @example {
         *       "reason": "expired"
         *     }
         */
        FeedGap: {
            /** @enum {string} */
            reason: "expired";
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
         *           "type": "session.approved",
         *           "created": 1768469400,
         *           "data": {
         *             "session_id": "session_abc123",
         *             "external_ref": "user_456",
         *             "status": "approved",
         *             "is_sandbox": false
         *           }
         *         }
         *       ],
         *       "gap": null,
         *       "next_cursor": "MTI4",
         *       "has_more": false
         *     }
         */
        FeedPage: {
            /**
             * @description Each item is the body that a webhook in that format gets; of a format whose bodies are arrays, the
             *     element. A redacted event is `{"id", "type", "created", "redacted": true}` in every format, one that
             *     cannot be decrypted `{…, "unreadable": true}`.
             */
            data: {
                [key: string]: unknown;
            }[];
            /** @description Null if no event is missing. */
            gap: components["schemas"]["FeedGap"] | null;
            /** @description The cursor for the next request; never null. */
            next_cursor: string;
            /** @description Whether another page may be available at once. */
            has_more: boolean;
        };
        /**
         * @example {
         *       "reason": "asked for by the person"
         *     }
         */
        RedactEvent: {
            /** @description Kept in the audit log: who reads that reads this too, so no personal data. */
            reason?: string;
        };
        /**
         * @example {
         *       "subjects": [
         *         "session_abc123"
         *       ],
         *       "reason": "asked for by the person"
         *     }
         */
        EraseSubjects: {
            /** @description Kept in the audit log, in the log and on the receipt: no personal data. */
            reason?: string;
            subjects: string[];
        };
        /**
         * @example {
         *       "reason": "legal_hold",
         *       "until": null,
         *       "subjects": 1
         *     }
         */
        ErasureObstacle: {
            /** @enum {string} */
            reason: "legal_hold" | "minimum_age";
            /**
             * Format: date-time
             * @description When the last of them ends; null: when the hold is deleted.
             */
            until: string | null;
            subjects: number;
        };
        /**
         * @example {
         *       "total": 1,
         *       "done": 1,
         *       "waiting": 1
         *     }
         */
        ErasureSubjects: {
            total: number;
            done: number;
            waiting: number;
        };
        /**
         * @example {
         *       "status": "running",
         *       "events": 1,
         *       "erased": 1,
         *       "waiting": [],
         *       "removed": {},
         *       "reason": null,
         *       "requested_by_event": null,
         *       "finished_at": null,
         *       "receipt": null,
         *       "signature": null,
         *       "id": "ers_019bc3d24e6a7f81a5d20b9c47e3168f",
         *       "subjects": {
         *         "total": 1,
         *         "done": 1,
         *         "waiting": 1
         *       },
         *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Erasure: {
            /** @enum {string} */
            status: "running" | "waiting" | "finished";
            /** @description Events of the subjects that had content when it was requested. */
            events: number;
            /** @description Events whose content is gone, derived ones included. */
            erased: number;
            /** @description Why subjects are not erased yet. It follows by itself when the obstacle ends. */
            waiting: components["schemas"]["ErasureObstacle"][];
            /** @description Rows that were removed so far, by table, and the deliveries that go out minimised. */
            removed: {
                [key: string]: number;
            };
            reason: string | null;
            /** @description The event that asked for it, such as `session.redacted`. */
            requested_by_event: string | null;
            /** Format: date-time */
            finished_at: string | null;
            /** @description What went, when and by whom. It names no subject. */
            receipt: {
                [key: string]: unknown;
            } | null;
            signature: components["schemas"]["Signature"] | null;
            id: string;
            subjects: components["schemas"]["ErasureSubjects"];
            /** @description `key_…`, `bootstrap` or `system`. */
            requested_by: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "reason": "asked for by the person"
         *     }
         */
        EraseSubject: {
            /** @description Kept in the audit log, in the log and on the receipt: no personal data. */
            reason?: string;
        };
        /**
         * @example {
         *       "reason": "file 2026/17 of the court"
         *     }
         */
        HoldSubject: {
            /** @description Kept in the audit log: no personal data. */
            reason: string;
            /**
             * Format: date-time
             * @description When the hold ends by itself; absent: when it is deleted. ISO 8601 with a zone, or unix seconds.
             * @example 2026-03-01T12:00:00Z
             */
            until?: string;
        };
        /**
         * @example {
         *       "until": null,
         *       "subject": "session_abc123",
         *       "reason": "file 2026/17 of the court",
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        SubjectHold: {
            /**
             * Format: date-time
             * @description Null: until it is deleted.
             */
            until: string | null;
            subject: string;
            reason: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "since": "2026-01-15T00:00:00Z",
         *       "status": "failed",
         *       "types": [
         *         "session.*"
         *       ]
         *     }
         */
        StartReplay: {
            /**
             * Format: date-time
             * @description Events published at this time or later; at most as long ago as records are kept. ISO 8601 with a zone, or unix seconds.
             * @example 2026-03-01T12:00:00Z
             */
            since: string;
            /**
             * Format: date-time
             * @description Events published before this time. Absent: until now. ISO 8601 with a zone, or unix seconds.
             * @example 2026-03-01T12:00:00Z
             */
            until?: string;
            /**
             * @description `failed`: restarts the schedule of deliveries that failed or are held as `poison` or
             *     `address_on_hold`. `missing`: creates deliveries of the events that the endpoint takes with its
             *     current settings and has no delivery of, also of events from before it existed. `all`: both; and
             *     deliveries that succeeded or were skipped are sent again, in one attempt whose failure changes
             *     nothing. Pending deliveries stay as they are.
             * @enum {string}
             */
            status: "failed" | "missing" | "all";
            /**
             * @description Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent: every type.
             * @example [
             *       "session.*"
             *     ]
             */
            types?: string[];
            /** @description Deliveries that are queued in a second at most, on average. Absent: as many as the endpoint takes. */
            rate_per_second?: number;
            /** @description Only counts: nothing is sent, and the answer has no id. Also works while the endpoint is paused. */
            dry_run?: boolean;
        };
        /**
         * @example {
         *       "redacted": 0,
         *       "retention_expired": 0,
         *       "format_cannot_carry": 0
         *     }
         */
        Unreplayable: {
            /** @description The content of the event was redacted. */
            redacted: number;
            /** @description The event's data was deleted after its retention period. */
            retention_expired: number;
            /** @description The endpoint's format has no body for the type. */
            format_cannot_carry: number;
        };
        /**
         * @example {
         *       "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
         *       "matched": 128,
         *       "unreplayable": {
         *         "redacted": 0,
         *         "retention_expired": 0,
         *         "format_cannot_carry": 0
         *       }
         *     }
         */
        StartedReplay: {
            /** @description `rpl_…`; null for a dry run. */
            id: string | null;
            /** @description Deliveries to send again or to create, as counted at the request. */
            matched: number;
            /** @description Not included in `matched`. */
            unreplayable: components["schemas"]["Unreplayable"];
        };
        /**
         * @example {
         *       "redacted": 0,
         *       "retention_expired": 0,
         *       "format_cannot_carry": 0,
         *       "already_pending": 0,
         *       "changed": 0
         *     }
         */
        Skipped: {
            /** @description The content of the event was redacted. */
            redacted: number;
            /** @description The event's data was deleted after its retention period. */
            retention_expired: number;
            /** @description The endpoint's format has no body for the type. */
            format_cannot_carry: number;
            /** @description The delivery is waiting for an attempt already. */
            already_pending: number;
            /** @description Another request changed the delivery at the same moment. */
            changed: number;
        };
        /**
         * @example {
         *       "pending": 0,
         *       "delivered": 126,
         *       "failed": 0,
         *       "given_up": 0
         *     }
         */
        ReplayOutcomes: {
            /** @description Waiting, in flight, or scheduled for a retry. */
            pending: number;
            delivered: number;
            /** @description Attempts are exhausted; of deliveries that had settled before: the one attempt failed. */
            failed: number;
            /** @description Skipped by hand, cancelled with the endpoint, or held as `poison` or `address_on_hold`. */
            given_up: number;
        };
        /**
         * @example {
         *       "state": "finished",
         *       "waiting_for": null,
         *       "status": "failed",
         *       "types": [
         *         "session.*"
         *       ],
         *       "rate_per_second": null,
         *       "matched": 128,
         *       "queued": 128,
         *       "taken_back": 0,
         *       "ended_at": null,
         *       "cancelled_by": null,
         *       "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
         *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *       "since": "2026-01-15T09:30:00.000Z",
         *       "until": "2026-01-15T09:30:00.000Z",
         *       "unreplayable": {
         *         "redacted": 0,
         *         "retention_expired": 0,
         *         "format_cannot_carry": 0
         *       },
         *       "skipped": {
         *         "redacted": 0,
         *         "retention_expired": 0,
         *         "format_cannot_carry": 0,
         *         "already_pending": 0,
         *         "changed": 0
         *       },
         *       "outcomes": {
         *         "pending": 0,
         *         "delivered": 126,
         *         "failed": 0,
         *         "given_up": 0
         *       },
         *       "created_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *       "created_by_role": "support",
         *       "created_at": "2026-01-15T09:30:00.000Z"
         *     }
         */
        Replay: {
            /**
             * @description `finished`: everything was queued and has had its first attempt; retries may still follow.
             * @enum {string}
             */
            state: "running" | "finished" | "cancelled";
            /**
             * @description Why a running replay does not proceed; it continues when the endpoint is resumed.
             * @enum {string|null}
             */
            waiting_for: "endpoint_paused" | "endpoint_disabled" | null;
            /**
             * @description As requested.
             * @enum {string}
             */
            status: "failed" | "missing" | "all";
            types: string[] | null;
            rate_per_second: number | null;
            /** @description As counted at the start. */
            matched: number;
            /** @description Deliveries queued so far. */
            queued: number;
            /** @description Queued deliveries that a cancellation withdrew; they are as they were before the replay. */
            taken_back: number;
            /**
             * Format: date-time
             * @description When the replay finished or was cancelled.
             */
            ended_at: string | null;
            /** @description The id of an API key, `bootstrap`, or `system` if the endpoint was deleted. */
            cancelled_by: string | null;
            /** @description `rpl_…` */
            id: string;
            endpoint_id: string;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            unreplayable: components["schemas"]["Unreplayable"];
            /** @description Deliveries skipped so far, by reason. */
            skipped: components["schemas"]["Skipped"];
            outcomes: components["schemas"]["ReplayOutcomes"];
            /** @description The id of an API key, or `bootstrap`. */
            created_by: string;
            created_by_role: string;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @example {
         *       "next_cursor": null,
         *       "data": [
         *         {
         *           "state": "finished",
         *           "waiting_for": null,
         *           "status": "failed",
         *           "types": [
         *             "session.*"
         *           ],
         *           "rate_per_second": null,
         *           "matched": 128,
         *           "queued": 128,
         *           "taken_back": 0,
         *           "ended_at": null,
         *           "cancelled_by": null,
         *           "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
         *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
         *           "since": "2026-01-15T09:30:00.000Z",
         *           "until": "2026-01-15T09:30:00.000Z",
         *           "unreplayable": {
         *             "redacted": 0,
         *             "retention_expired": 0,
         *             "format_cannot_carry": 0
         *           },
         *           "skipped": {
         *             "redacted": 0,
         *             "retention_expired": 0,
         *             "format_cannot_carry": 0,
         *             "already_pending": 0,
         *             "changed": 0
         *           },
         *           "outcomes": {
         *             "pending": 0,
         *             "delivered": 126,
         *             "failed": 0,
         *             "given_up": 0
         *           },
         *           "created_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
         *           "created_by_role": "support",
         *           "created_at": "2026-01-15T09:30:00.000Z"
         *         }
         *       ]
         *     }
         */
        ReplayPage: {
            next_cursor: string | null;
            data: components["schemas"]["Replay"][];
        };
        /**
         * @description An error (RFC 9457).
         * @example {
         *       "type": "about:blank",
         *       "title": "Not Found",
         *       "status": 404,
         *       "code": "not_found",
         *       "detail": "The object does not exist, or lies outside the key's tenants."
         *     }
         */
        Problem: {
            /** @description Always `about:blank`; `code` identifies the problem. */
            type: string;
            /** @description The text of the status. */
            title: string;
            /** @description The status of the answer. */
            status: number;
            /**
             * @description The stable code of the problem.
             * @enum {string}
             */
            code: "bad_request" | "malformed_json" | "malformed_encoding" | "unauthorized" | "forbidden" | "capability_missing" | "cannot_sign_in" | "cross_site_request" | "not_found" | "method_not_allowed" | "not_acceptable" | "request_timeout" | "conflict" | "already_finished" | "already_published" | "already_settled" | "attempt_in_flight" | "endpoint_deleted" | "endpoint_not_active" | "event_type_reserved" | "external_id_taken" | "idempotency_conflict" | "idempotency_in_progress" | "idempotency_key_used" | "invalid_idempotency_key" | "pending_confirmation" | "recipient_not_confirmed" | "retention_expired" | "too_many_api_keys" | "too_many_endpoints" | "too_many_secrets" | "waiting_for_subject" | "gone" | "link_expired" | "link_revoked" | "link_used" | "tenant_deleting" | "redacted" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "validation_failed" | "mail_not_configured" | "malformed_frame" | "no_consumer" | "not_for_channel" | "not_storable" | "not_supported_yet" | "format_cannot_carry" | "too_many_event_types" | "unknown_event_type" | "unknown_recipient" | "asset_not_allowed" | "too_many_members" | "too_many_values" | "too_deep" | "duplicate_key" | "lone_surrogate" | "unsafe_number" | "unsafe_integer" | "url_not_allowed" | "upgrade_required" | "too_many_requests" | "too_many_wrong_keys" | "endpoint_busy" | "too_many_at_once" | "too_many_replays" | "too_many_streams" | "headers_too_large" | "internal" | "postrider_not_set_up" | "encryption_key_missing" | "encryption_key_wrong" | "sealed_data_damaged" | "unavailable" | "asset_store_not_configured";
            /** @description The problem and the advice, for people. */
            detail: string;
            /** @description The id of the created object, with 409 `idempotency_key_used`. */
            id?: string;
            /** @description The fields that break a rule, at most 100; of a 422, and of a 404 that names an event type. */
            errors?: components["schemas"]["FieldError"][];
        };
    };
    responses: {
        /** @description `unauthorized`: The API key is missing, unknown, expired or revoked, or the session has ended; `detail` says why. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "unauthorized";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: The key's role may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "forbidden";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `validation_failed`: Fields of the request break a rule; `errors` names each. */
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "validation_failed";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.
         *
         *     `too_many_at_once`: Too many requests of the tenant, or of the same caller from staff, are being answered; wait for `Retry-After`.
         */
        TooMuchAtATime: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "too_many_requests" | "too_many_at_once";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: The server failed; its log holds the cause under the request id. */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "internal";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: The service is temporarily unavailable and has stored nothing; try again. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "unavailable";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `payload_too_large`: The body, or the `data` of an event, is too large. */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "payload_too_large";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: The body is not `application/json`, or its `Content-Encoding` is neither absent nor `gzip`. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "unsupported_media_type";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
         *
         *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
         *
         *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
         *
         *     `duplicate_key`: An object of the body contains a key twice.
         *
         *     `lone_surrogate`: A string of the body is not valid Unicode.
         *
         *     `too_deep`: The body is nested too deeply.
         *
         *     `too_many_members`: The objects of the body have too many members.
         *
         *     `too_many_values`: The body holds too many values.
         */
        InvalidBody: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: The object does not exist, or lies outside the key's tenants. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "not_found";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `tenant_deleting`: The tenant is being deleted; until its data is erased, staff may read and restore it. */
        TenantDeleting: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "tenant_deleting";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `too_many_api_keys`: The tenant has the maximum number of API keys that are not revoked. */
        TooManyApiKeys: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "too_many_api_keys";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `external_id_taken`: Another tenant has this `external_id`. */
        ExternalIdTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "external_id_taken";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `too_many_endpoints`: The tenant has the maximum number of endpoints. */
        TooManyEndpoints: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "too_many_endpoints";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `too_many_secrets`: The endpoint has the maximum number of live secrets. */
        TooManySecrets: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "too_many_secrets";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `pending_confirmation`: Support moved the URL to another origin; the tenant or an admin must resume the endpoint first. */
        PendingConfirmation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "pending_confirmation";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `recipient_not_confirmed`: The recipient has not confirmed that it wants mails. */
        RecipientNotConfirmed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "recipient_not_confirmed";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `event_type_reserved`: An event type of this name is built in. */
        EventTypeReserved: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "event_type_reserved";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency_conflict`: The idempotency key was already used with another body. */
        IdempotencyConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "idempotency_conflict";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "too_many_requests";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `gone`: The data is no longer stored. */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "gone";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `cross_site_request`: A request with the cookie of a session came from a page of another site, or lacks its `X-CSRF-Token`. */
        CrossSiteRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "cross_site_request";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `upgrade_required`: The route accepts only WebSocket connections. */
        UpgradeRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "upgrade_required";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description `already_finished`: The replay has ended; there is nothing to cancel. */
        AlreadyFinished: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "already_finished";
                } & components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The id of the event, the same on every retry.
         * @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18
         */
        "X-Webhook-ID": string;
        /**
         * @description Unix seconds when the event was created.
         * @example 1768469400
         */
        "X-Webhook-Timestamp": string;
        /**
         * @description Rises per subject; there may be gaps.
         * @example 1
         */
        "X-Webhook-Sequence": string;
        /**
         * @description Which attempt this is: 1, 2, …
         * @example 1
         */
        "X-Webhook-Attempt": string;
        /**
         * @description The delivery, the same on its retries.
         * @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41
         */
        "X-Webhook-Delivery-ID": string;
        /**
         * @description As `X-Webhook-ID`, by Standard Webhooks.
         * @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18
         */
        "webhook-id": string;
        /**
         * @description Unix seconds of this attempt.
         * @example 1768469400
         */
        "webhook-timestamp": string;
        /**
         * @description The signature of the profile `standard`; other profiles have headers of their own.
         * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
         */
        "webhook-signature": string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    publishEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tenant_id": "acme",
                 *       "type": "session.approved",
                 *       "data": {
                 *         "session_id": "session_abc123",
                 *         "external_ref": "user_456",
                 *         "status": "approved",
                 *         "is_sandbox": false
                 *       },
                 *       "idempotency_key": "order-1"
                 *     }
                 */
                "application/json": components["schemas"]["PublishEvent"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1768469400,
                     *       "deliveries": 1,
                     *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "type": "session.approved",
                     *       "duplicate": false
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `asset_not_allowed`: An asset in the event's data lies outside the tenant's part of the store.
             *
             *     `not_storable`: The event holds text that cannot be stored.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "unknown_event_type" | "asset_not_allowed" | "not_storable";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         {
                 *           "tenant_id": "acme",
                 *           "type": "session.approved",
                 *           "data": {
                 *             "session_id": "session_abc123",
                 *             "external_ref": "user_456",
                 *             "status": "approved",
                 *             "is_sandbox": false
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PublishBatch"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "status": 202,
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "type": "session.approved",
                     *           "created": 1768469400,
                     *           "deliveries": 1,
                     *           "duplicate": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BatchResults"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "schema": {
                     *             "type": "object",
                     *             "properties": {
                     *               "session_id": {
                     *                 "type": "string"
                     *               }
                     *             }
                     *           },
                     *           "example": {
                     *             "session_id": "session_abc123",
                     *             "external_ref": "user_456",
                     *             "status": "approved",
                     *             "is_sandbox": false
                     *           },
                     *           "personal_fields": [
                     *             "/applicant/email"
                     *           ],
                     *           "id_fields": [
                     *             "/session_id"
                     *           ],
                     *           "type": "session.approved",
                     *           "pack": "verifa",
                     *           "description": "A session has passed.",
                     *           "confidential": false,
                     *           "formats": [
                     *             "envelope",
                     *             "flat",
                     *             "key-data",
                     *             "topic",
                     *             "event-type",
                     *             "cloudevents"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            410: components["responses"]["TenantDeleting"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerEventType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "loan.granted",
                 *       "description": "A loan was granted.",
                 *       "schema": {
                 *         "type": "object",
                 *         "properties": {
                 *           "loan_id": {
                 *             "type": "string",
                 *             "x-id": true,
                 *             "x-subject": true
                 *           }
                 *         },
                 *         "required": [
                 *           "loan_id"
                 *         ]
                 *       },
                 *       "example": {
                 *         "loan_id": "loan_1"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RegisterEventType"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "session_id": {
                     *             "type": "string"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "session_id": "session_abc123",
                     *         "external_ref": "user_456",
                     *         "status": "approved",
                     *         "is_sandbox": false
                     *       },
                     *       "personal_fields": [
                     *         "/applicant/email"
                     *       ],
                     *       "id_fields": [
                     *         "/session_id"
                     *       ],
                     *       "type": "session.approved",
                     *       "pack": "verifa",
                     *       "description": "A session has passed.",
                     *       "confidential": false,
                     *       "formats": [
                     *         "envelope",
                     *         "flat",
                     *         "key-data",
                     *         "topic",
                     *         "event-type",
                     *         "cloudevents"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["EventTypeReserved"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `too_many_event_types`: The maximum number of event types is registered.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "too_many_event_types";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example session.approved */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "session_id": {
                     *             "type": "string"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "session_id": "session_abc123",
                     *         "external_ref": "user_456",
                     *         "status": "approved",
                     *         "is_sandbox": false
                     *       },
                     *       "personal_fields": [
                     *         "/applicant/email"
                     *       ],
                     *       "id_fields": [
                     *         "/session_id"
                     *       ],
                     *       "type": "session.approved",
                     *       "pack": "verifa",
                     *       "description": "A session has passed.",
                     *       "confidential": false,
                     *       "formats": [
                     *         "envelope",
                     *         "flat",
                     *         "key-data",
                     *         "topic",
                     *         "event-type",
                     *         "cloudevents"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "channel": "webhook",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "recipients": null,
                     *           "held_recipients": null,
                     *           "format": "envelope",
                     *           "payload": "full",
                     *           "signing": [
                     *             "standard",
                     *             "x-webhook"
                     *           ],
                     *           "headers": {},
                     *           "max_in_flight": 50,
                     *           "batch": {
                     *             "max_items": 50,
                     *             "wait_ms": 1000
                     *           },
                     *           "digest": {
                     *             "window_seconds": 1,
                     *             "max_per_window": 1
                     *           },
                     *           "rate_limit_per_second": null,
                     *           "disabled_reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "secret_masked": "****ZSE=",
                     *           "tls_expires_at": null,
                     *           "clock_skew_seconds": 0,
                     *           "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "description": "What the back office hears of",
                     *           "event_types": [
                     *             "session.*"
                     *           ],
                     *           "environment": "all",
                     *           "ordered": false,
                     *           "is_default": false,
                     *           "status": "active",
                     *           "last_success_at": "2026-01-15T09:30:00.402Z",
                     *           "failing_since": null,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "updated_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.acme.example/kyc",
                 *       "event_types": [
                 *         "session.*"
                 *       ],
                 *       "format": "flat"
                 *     }
                 */
                "application/json": components["schemas"]["CreateEndpoint"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channel": "webhook",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "recipients": null,
                     *       "held_recipients": null,
                     *       "format": "envelope",
                     *       "payload": "full",
                     *       "signing": [
                     *         "standard",
                     *         "x-webhook"
                     *       ],
                     *       "headers": {},
                     *       "max_in_flight": 50,
                     *       "batch": {
                     *         "max_items": 50,
                     *         "wait_ms": 1000
                     *       },
                     *       "digest": {
                     *         "window_seconds": 1,
                     *         "max_per_window": 1
                     *       },
                     *       "rate_limit_per_second": null,
                     *       "disabled_reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "secret_masked": "****ZSE=",
                     *       "tls_expires_at": null,
                     *       "clock_skew_seconds": 0,
                     *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "description": "What the back office hears of",
                     *       "event_types": [
                     *         "session.*"
                     *       ],
                     *       "environment": "all",
                     *       "ordered": false,
                     *       "is_default": false,
                     *       "status": "active",
                     *       "last_success_at": "2026-01-15T09:30:00.402Z",
                     *       "failing_since": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "updated_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TooManyEndpoints"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `url_not_allowed`: The URL breaks a rule for receivers; `errors` names the rule.
             *
             *     `mail_not_configured`: The installation cannot send mail, because `SMTP_URL` and `MAIL_FROM` are not set.
             *
             *     `format_cannot_carry`: The format has no body for events of this type.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `not_supported_yet`: A field of the request is reserved and not supported yet.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "url_not_allowed" | "mail_not_configured" | "format_cannot_carry" | "unknown_event_type" | "not_supported_yet";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    checkEndpointUrl: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "HTTPS://hooks.acme.example/kyc"
                 *     }
                 */
                "application/json": components["schemas"]["CheckUrl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": null,
                     *       "message": null,
                     *       "normalized": "https://hooks.acme.example/kyc",
                     *       "allowed": true
                     *     }
                     */
                    "application/json": components["schemas"]["CheckedUrl"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channel": "webhook",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "recipients": null,
                     *       "held_recipients": null,
                     *       "format": "envelope",
                     *       "payload": "full",
                     *       "signing": [
                     *         "standard",
                     *         "x-webhook"
                     *       ],
                     *       "headers": {},
                     *       "max_in_flight": 50,
                     *       "batch": {
                     *         "max_items": 50,
                     *         "wait_ms": 1000
                     *       },
                     *       "digest": {
                     *         "window_seconds": 1,
                     *         "max_per_window": 1
                     *       },
                     *       "rate_limit_per_second": null,
                     *       "disabled_reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "secret_masked": "****ZSE=",
                     *       "tls_expires_at": null,
                     *       "clock_skew_seconds": 0,
                     *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "description": "What the back office hears of",
                     *       "event_types": [
                     *         "session.*"
                     *       ],
                     *       "environment": "all",
                     *       "ordered": false,
                     *       "is_default": false,
                     *       "status": "active",
                     *       "last_success_at": "2026-01-15T09:30:00.402Z",
                     *       "failing_since": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "updated_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_types": [
                 *         "session.*",
                 *         "check.*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PatchEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channel": "webhook",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "recipients": null,
                     *       "held_recipients": null,
                     *       "format": "envelope",
                     *       "payload": "full",
                     *       "signing": [
                     *         "standard",
                     *         "x-webhook"
                     *       ],
                     *       "headers": {},
                     *       "max_in_flight": 50,
                     *       "batch": {
                     *         "max_items": 50,
                     *         "wait_ms": 1000
                     *       },
                     *       "digest": {
                     *         "window_seconds": 1,
                     *         "max_per_window": 1
                     *       },
                     *       "rate_limit_per_second": null,
                     *       "disabled_reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "secret_masked": "****ZSE=",
                     *       "tls_expires_at": null,
                     *       "clock_skew_seconds": 0,
                     *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "description": "What the back office hears of",
                     *       "event_types": [
                     *         "session.*"
                     *       ],
                     *       "environment": "all",
                     *       "ordered": false,
                     *       "is_default": false,
                     *       "status": "active",
                     *       "last_success_at": "2026-01-15T09:30:00.402Z",
                     *       "failing_since": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "updated_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `url_not_allowed`: The URL breaks a rule for receivers; `errors` names the rule.
             *
             *     `mail_not_configured`: The installation cannot send mail, because `SMTP_URL` and `MAIL_FROM` are not set.
             *
             *     `format_cannot_carry`: The format has no body for events of this type.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `not_supported_yet`: A field of the request is reserved and not supported yet.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "url_not_allowed" | "mail_not_configured" | "format_cannot_carry" | "unknown_event_type" | "not_supported_yet";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpointSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "previous": [
                     *         {
                     *           "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=",
                     *           "expires_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE="
                     *     }
                     */
                    "application/json": components["schemas"]["RevealedSecrets"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateEndpointSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "grace_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "previous": [
                     *         {
                     *           "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=",
                     *           "expires_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE="
                     *     }
                     */
                    "application/json": components["schemas"]["RevealedSecrets"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TooManySecrets"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    promoteEndpointSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "previous": [
                     *         {
                     *           "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE=",
                     *           "expires_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "secret": "whsec_bm90IGEgc2VjcmV0LCBhbiBleGFtcGxlIG9mIG9uZSE="
                     *     }
                     */
                    "application/json": components["schemas"]["RevealedSecrets"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    pauseEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channel": "webhook",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "recipients": null,
                     *       "held_recipients": null,
                     *       "format": "envelope",
                     *       "payload": "full",
                     *       "signing": [
                     *         "standard",
                     *         "x-webhook"
                     *       ],
                     *       "headers": {},
                     *       "max_in_flight": 50,
                     *       "batch": {
                     *         "max_items": 50,
                     *         "wait_ms": 1000
                     *       },
                     *       "digest": {
                     *         "window_seconds": 1,
                     *         "max_per_window": 1
                     *       },
                     *       "rate_limit_per_second": null,
                     *       "disabled_reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "secret_masked": "****ZSE=",
                     *       "tls_expires_at": null,
                     *       "clock_skew_seconds": 0,
                     *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "description": "What the back office hears of",
                     *       "event_types": [
                     *         "session.*"
                     *       ],
                     *       "environment": "all",
                     *       "ordered": false,
                     *       "is_default": false,
                     *       "status": "active",
                     *       "last_success_at": "2026-01-15T09:30:00.402Z",
                     *       "failing_since": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "updated_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "held": "send"
                 *     }
                 */
                "application/json": components["schemas"]["ResumeEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channel": "webhook",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "recipients": null,
                     *       "held_recipients": null,
                     *       "format": "envelope",
                     *       "payload": "full",
                     *       "signing": [
                     *         "standard",
                     *         "x-webhook"
                     *       ],
                     *       "headers": {},
                     *       "max_in_flight": 50,
                     *       "batch": {
                     *         "max_items": 50,
                     *         "wait_ms": 1000
                     *       },
                     *       "digest": {
                     *         "window_seconds": 1,
                     *         "max_per_window": 1
                     *       },
                     *       "rate_limit_per_second": null,
                     *       "disabled_reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "secret_masked": "****ZSE=",
                     *       "tls_expires_at": null,
                     *       "clock_skew_seconds": 0,
                     *       "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "description": "What the back office hears of",
                     *       "event_types": [
                     *         "session.*"
                     *       ],
                     *       "environment": "all",
                     *       "ordered": false,
                     *       "is_default": false,
                     *       "status": "active",
                     *       "last_success_at": "2026-01-15T09:30:00.402Z",
                     *       "failing_since": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "updated_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PendingConfirmation"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRecipients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "address": "ops@acme.example",
                     *         "confirmed_at": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Recipient"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmRecipient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "address": "ops@acme.example"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmRecipient"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "address": "ops@acme.example",
                     *       "confirmed_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Recipient"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `unknown_recipient`: The endpoint has no such recipient.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "unknown_recipient";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    testEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "session.approved"
                 *     }
                 */
                "application/json": components["schemas"]["TestEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "trigger": "automatic",
                     *       "ip": "203.0.113.7",
                     *       "duration_ms": 184,
                     *       "response": {
                     *         "status": 200,
                     *         "headers": {
                     *           "content-type": "application/json"
                     *         },
                     *         "body": "{\"received\":true}",
                     *         "body_encoding": "utf8",
                     *         "truncated": false
                     *       },
                     *       "error": null,
                     *       "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *       "url": "https://hooks.acme.example/kyc",
                     *       "started_at": "2026-01-15T09:30:00.000Z",
                     *       "timings": {
                     *         "dns_ms": 12.4,
                     *         "connect_ms": 18.1,
                     *         "tls_ms": 31.6,
                     *         "first_byte_ms": 97.2
                     *       },
                     *       "request": {
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *         },
                     *         "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *       },
                     *       "suspicious_success": false
                     *     }
                     */
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RecipientNotConfirmed"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `format_cannot_carry`: The format has no body for events of this type.
             *
             *     `unknown_recipient`: The endpoint has no such recipient.
             *
             *     `not_supported_yet`: A field of the request is reserved and not supported yet.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "unknown_event_type" | "format_cannot_carry" | "unknown_recipient" | "not_supported_yet";
                    } & components["schemas"]["Problem"];
                };
            };
            /**
             * @description `endpoint_busy`: The endpoint's `max_in_flight` or `rate_limit_per_second` leaves no room for a test.
             *
             *     `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.
             *
             *     `too_many_at_once`: Too many requests of the tenant, or of the same caller from staff, are being answered; wait for `Retry-After`.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "endpoint_busy" | "too_many_requests" | "too_many_at_once";
                    } & components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "session.approved",
                 *       "format": "flat"
                 *     }
                 */
                "application/json": components["schemas"]["Preview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "headers": {
                     *         "Content-Type": "application/json",
                     *         "X-Webhook-ID": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *       },
                     *       "format": "flat",
                     *       "signed_with": "sample",
                     *       "sample_secret": "whsec_dGhpcyBpcyBubyBzZWNyZXQgYnV0IGFuIGV4YW1wbGU=",
                     *       "body": "{\"event\":\"session.approved\",\"idempotency_key\":\"idk_1\",\"session_id\":\"session_abc123\"}"
                     *     }
                     */
                    "application/json": components["schemas"]["PreviewedRequest"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `format_cannot_carry`: The format has no body for events of this type.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "unknown_event_type" | "format_cannot_carry" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSnippets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "language": "node",
                     *           "title": "Node.js, webhook-signature",
                     *           "header": "webhook-signature",
                     *           "code": "export function verify(headers, body) { … }"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Snippets"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description The exact subject.
                 * @example session_abc123
                 */
                subject?: string;
                /** @description The exact `external_ref`, or any other id in the event's data. */
                ref?: string;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description Published at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Published before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "created": 1768469400,
                     *           "sequence": 1,
                     *           "subject": "session_abc123",
                     *           "external_ref": "user_456",
                     *           "caused_by": null,
                     *           "violations": null,
                     *           "redacted_at": null,
                     *           "deliveries": [
                     *             {
                     *               "is_sandbox": null,
                     *               "endpoint_host": null,
                     *               "channel": "webhook",
                     *               "recipient": null,
                     *               "status": "succeeded",
                     *               "reason": null,
                     *               "reason_text": "The receiver answered with another status than 2xx.",
                     *               "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *               "blocked_by": null,
                     *               "attempt_count": 1,
                     *               "max_attempts": 12,
                     *               "last_code": 200,
                     *               "next_attempt_at": null,
                     *               "settled_at": "2026-01-15T09:30:00.402Z",
                     *               "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *               "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *               "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *               "event_type": "session.approved",
                     *               "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *               "format": "envelope",
                     *               "in_flight": false,
                     *               "suspicious_success": false,
                     *               "minimised": false,
                     *               "created_at": "2026-01-15T09:30:00.000Z"
                     *             }
                     *           ],
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "type": "session.approved",
                     *           "is_sandbox": false,
                     *           "derived": [],
                     *           "unsent": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEvent: {
        parameters: {
            query?: {
                /**
                 * @description Answers with the body as a receiver of this format gets it, instead of the record.
                 * @example envelope
                 */
                format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1768469400,
                     *       "sequence": 1,
                     *       "subject": "session_abc123",
                     *       "external_ref": "user_456",
                     *       "caused_by": null,
                     *       "violations": null,
                     *       "redacted_at": null,
                     *       "data": {
                     *         "session_id": "session_abc123",
                     *         "external_ref": "user_456",
                     *         "status": "approved",
                     *         "is_sandbox": false
                     *       },
                     *       "deliveries": [
                     *         {
                     *           "is_sandbox": null,
                     *           "endpoint_host": null,
                     *           "channel": "webhook",
                     *           "recipient": null,
                     *           "status": "succeeded",
                     *           "reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "blocked_by": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 12,
                     *           "last_code": 200,
                     *           "next_attempt_at": null,
                     *           "settled_at": "2026-01-15T09:30:00.402Z",
                     *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "event_type": "session.approved",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "format": "envelope",
                     *           "in_flight": false,
                     *           "suspicious_success": false,
                     *           "minimised": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "trigger": "automatic",
                     *               "ip": "203.0.113.7",
                     *               "duration_ms": 184,
                     *               "response": {
                     *                 "status": 200,
                     *                 "headers": {
                     *                   "content-type": "application/json"
                     *                 },
                     *                 "body": "{\"received\":true}",
                     *                 "body_encoding": "utf8",
                     *                 "truncated": false
                     *               },
                     *               "error": null,
                     *               "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *               "url": "https://hooks.acme.example/kyc",
                     *               "started_at": "2026-01-15T09:30:00.000Z",
                     *               "timings": {
                     *                 "dns_ms": 12.4,
                     *                 "connect_ms": 18.1,
                     *                 "tls_ms": 31.6,
                     *                 "first_byte_ms": 97.2
                     *               },
                     *               "request": {
                     *                 "headers": {
                     *                   "content-type": "application/json",
                     *                   "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *                 },
                     *                 "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *               },
                     *               "suspicious_success": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "type": "session.approved",
                     *       "is_sandbox": false,
                     *       "derived": [],
                     *       "unsent": []
                     *     }
                     */
                    "application/json": components["schemas"]["Event"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `tenant_deleting`: The tenant is being deleted; until its data is erased, staff may read and restore it.
             *
             *     `redacted`: The event's data was redacted.
             *
             *     `gone`: The data is no longer stored.
             */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "tenant_deleting" | "redacted" | "gone";
                    } & components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `format_cannot_carry`: The format has no body for events of this type.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "format_cannot_carry";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            /**
             * @description `asset_store_not_configured`: The event refers to assets, and the installation has no asset store.
             *
             *     `unavailable`: The service is temporarily unavailable and has stored nothing; try again.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "asset_store_not_configured" | "unavailable";
                    } & components["schemas"]["Problem"];
                };
            };
        };
    };
    revealEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "question 4711 of the tenant"
                 *     }
                 */
                "application/json": components["schemas"]["Reveal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1768469400,
                     *       "sequence": 1,
                     *       "subject": "session_abc123",
                     *       "external_ref": "user_456",
                     *       "caused_by": null,
                     *       "violations": null,
                     *       "redacted_at": null,
                     *       "data": {
                     *         "session_id": "session_abc123",
                     *         "external_ref": "user_456",
                     *         "status": "approved",
                     *         "is_sandbox": false
                     *       },
                     *       "deliveries": [
                     *         {
                     *           "is_sandbox": null,
                     *           "endpoint_host": null,
                     *           "channel": "webhook",
                     *           "recipient": null,
                     *           "status": "succeeded",
                     *           "reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "blocked_by": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 12,
                     *           "last_code": 200,
                     *           "next_attempt_at": null,
                     *           "settled_at": "2026-01-15T09:30:00.402Z",
                     *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "event_type": "session.approved",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "format": "envelope",
                     *           "in_flight": false,
                     *           "suspicious_success": false,
                     *           "minimised": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "trigger": "automatic",
                     *               "ip": "203.0.113.7",
                     *               "duration_ms": 184,
                     *               "response": {
                     *                 "status": 200,
                     *                 "headers": {
                     *                   "content-type": "application/json"
                     *                 },
                     *                 "body": "{\"received\":true}",
                     *                 "body_encoding": "utf8",
                     *                 "truncated": false
                     *               },
                     *               "error": null,
                     *               "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *               "url": "https://hooks.acme.example/kyc",
                     *               "started_at": "2026-01-15T09:30:00.000Z",
                     *               "timings": {
                     *                 "dns_ms": 12.4,
                     *                 "connect_ms": 18.1,
                     *                 "tls_ms": 31.6,
                     *                 "first_byte_ms": 97.2
                     *               },
                     *               "request": {
                     *                 "headers": {
                     *                   "content-type": "application/json",
                     *                   "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *                 },
                     *                 "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *               },
                     *               "suspicious_success": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "type": "session.approved",
                     *       "is_sandbox": false,
                     *       "derived": [],
                     *       "unsent": []
                     *     }
                     */
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubject: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example session_abc123 */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "subject": "session_abc123",
                     *       "latest": {
                     *         "created": 1768469400,
                     *         "sequence": 1,
                     *         "data": {
                     *           "session_id": "session_abc123",
                     *           "external_ref": "user_456",
                     *           "status": "approved",
                     *           "is_sandbox": false
                     *         },
                     *         "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *         "type": "session.approved"
                     *       },
                     *       "history": [
                     *         {
                     *           "created": 1768469400,
                     *           "sequence": 1,
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "type": "session.approved"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Subject"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportSubject: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example session_abc123 */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "created": 1768469400,
                     *           "sequence": 1,
                     *           "subject": "session_abc123",
                     *           "external_ref": "user_456",
                     *           "caused_by": null,
                     *           "violations": null,
                     *           "redacted_at": null,
                     *           "data": {
                     *             "session_id": "session_abc123",
                     *             "external_ref": "user_456",
                     *             "status": "approved",
                     *             "is_sandbox": false
                     *           },
                     *           "deliveries": [
                     *             {
                     *               "is_sandbox": null,
                     *               "endpoint_host": null,
                     *               "channel": "webhook",
                     *               "recipient": null,
                     *               "status": "succeeded",
                     *               "reason": null,
                     *               "reason_text": "The receiver answered with another status than 2xx.",
                     *               "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *               "blocked_by": null,
                     *               "attempt_count": 1,
                     *               "max_attempts": 12,
                     *               "last_code": 200,
                     *               "next_attempt_at": null,
                     *               "settled_at": "2026-01-15T09:30:00.402Z",
                     *               "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *               "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *               "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *               "event_type": "session.approved",
                     *               "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *               "format": "envelope",
                     *               "in_flight": false,
                     *               "suspicious_success": false,
                     *               "minimised": false,
                     *               "created_at": "2026-01-15T09:30:00.000Z",
                     *               "attempts": [
                     *                 {
                     *                   "number": 1,
                     *                   "trigger": "automatic",
                     *                   "ip": "203.0.113.7",
                     *                   "duration_ms": 184,
                     *                   "response": {
                     *                     "status": 200,
                     *                     "headers": {
                     *                       "content-type": "application/json"
                     *                     },
                     *                     "body": "{\"received\":true}",
                     *                     "body_encoding": "utf8",
                     *                     "truncated": false
                     *                   },
                     *                   "error": null,
                     *                   "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *                   "url": "https://hooks.acme.example/kyc",
                     *                   "started_at": "2026-01-15T09:30:00.000Z",
                     *                   "timings": {
                     *                     "dns_ms": 12.4,
                     *                     "connect_ms": 18.1,
                     *                     "tls_ms": 31.6,
                     *                     "first_byte_ms": 97.2
                     *                   },
                     *                   "request": {
                     *                     "headers": {
                     *                       "content-type": "application/json",
                     *                       "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *                     },
                     *                     "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *                   },
                     *                   "suspicious_success": false
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "type": "session.approved",
                     *           "is_sandbox": false,
                     *           "derived": [],
                     *           "unsent": []
                     *         }
                     *       ],
                     *       "rejected": [
                     *         {
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "tenant_name": "Acme",
                     *           "type": "session.approved",
                     *           "source": "api",
                     *           "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "status": 422,
                     *           "event_id": null,
                     *           "published_at": null,
                     *           "body": {
                     *             "tenant_id": "acme",
                     *             "type": "session.approved",
                     *             "data": {}
                     *           },
                     *           "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
                     *           "tenant_ref": "acme",
                     *           "code": "validation_failed",
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "errors": [
                     *             {
                     *               "pointer": "/data/session_id",
                     *               "code": "required",
                     *               "message": "session_id is required",
                     *               "did_you_mean": [
                     *                 "session.*"
                     *               ]
                     *             }
                     *           ],
                     *           "body_kept": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "expires_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "subject": "session_abc123",
                     *       "exported_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SubjectExport"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readFeed: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description Seconds to wait for an event if there is none yet.
                 * @example 0
                 */
                wait?: number;
                /**
                 * @description The format of the bodies.
                 * @example envelope
                 */
                format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
                /**
                 * @description `next_cursor` of the previous answer, or a cursor of the stream. `earliest` (the default) begins with
                 *     the oldest stored event, `latest` behind the newest.
                 */
                after?: string;
                /** @description Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
                types?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "type": "session.approved",
                     *           "created": 1768469400,
                     *           "data": {
                     *             "session_id": "session_abc123",
                     *             "external_ref": "user_456",
                     *             "status": "approved",
                     *             "is_sandbox": false
                     *           }
                     *         }
                     *       ],
                     *       "gap": null,
                     *       "next_cursor": "MTI4",
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    openStream: {
        parameters: {
            query?: {
                /**
                 * @description The format of the event frames.
                 * @example topic
                 */
                format?: "envelope" | "flat" | "key-data" | "callback" | "topic" | "event-type" | "cloudevents";
                /** @description Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
                types?: string;
                /**
                 * @description A cursor of the stream or of the feed: the stream continues behind it. `earliest` begins with the
                 *     oldest stored event, `latest` (the default) with the next new one.
                 */
                cursor?: string;
                /**
                 * @description The name under which acknowledgements are stored. Without a cursor the stream continues behind the
                 *     last acknowledged event.
                 */
                consumer?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            426: components["responses"]["UpgradeRequired"];
            /**
             * @description `too_many_streams`: The tenant has the maximum number of open streams.
             *
             *     `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.
             *
             *     `too_many_at_once`: Too many requests of the tenant, or of the same caller from staff, are being answered; wait for `Retry-After`.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "too_many_streams" | "too_many_requests" | "too_many_at_once";
                    } & components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    redactEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "asked for by the person"
                 *     }
                 */
                "application/json": components["schemas"]["RedactEvent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1768469400,
                     *       "sequence": 1,
                     *       "subject": "session_abc123",
                     *       "external_ref": "user_456",
                     *       "caused_by": null,
                     *       "violations": null,
                     *       "redacted_at": null,
                     *       "data": {
                     *         "session_id": "session_abc123",
                     *         "external_ref": "user_456",
                     *         "status": "approved",
                     *         "is_sandbox": false
                     *       },
                     *       "deliveries": [
                     *         {
                     *           "is_sandbox": null,
                     *           "endpoint_host": null,
                     *           "channel": "webhook",
                     *           "recipient": null,
                     *           "status": "succeeded",
                     *           "reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "blocked_by": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 12,
                     *           "last_code": 200,
                     *           "next_attempt_at": null,
                     *           "settled_at": "2026-01-15T09:30:00.402Z",
                     *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "event_type": "session.approved",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "format": "envelope",
                     *           "in_flight": false,
                     *           "suspicious_success": false,
                     *           "minimised": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "trigger": "automatic",
                     *               "ip": "203.0.113.7",
                     *               "duration_ms": 184,
                     *               "response": {
                     *                 "status": 200,
                     *                 "headers": {
                     *                   "content-type": "application/json"
                     *                 },
                     *                 "body": "{\"received\":true}",
                     *                 "body_encoding": "utf8",
                     *                 "truncated": false
                     *               },
                     *               "error": null,
                     *               "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *               "url": "https://hooks.acme.example/kyc",
                     *               "started_at": "2026-01-15T09:30:00.000Z",
                     *               "timings": {
                     *                 "dns_ms": 12.4,
                     *                 "connect_ms": 18.1,
                     *                 "tls_ms": 31.6,
                     *                 "first_byte_ms": 97.2
                     *               },
                     *               "request": {
                     *                 "headers": {
                     *                   "content-type": "application/json",
                     *                   "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *                 },
                     *                 "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *               },
                     *               "suspicious_success": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "type": "session.approved",
                     *       "is_sandbox": false,
                     *       "derived": [],
                     *       "unsent": []
                     *     }
                     */
                    "application/json": components["schemas"]["Event"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    eraseSubjects: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subjects": [
                 *         "session_abc123"
                 *       ],
                 *       "reason": "asked for by the person"
                 *     }
                 */
                "application/json": components["schemas"]["EraseSubjects"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "running",
                     *       "events": 1,
                     *       "erased": 1,
                     *       "waiting": [],
                     *       "removed": {},
                     *       "reason": null,
                     *       "requested_by_event": null,
                     *       "finished_at": null,
                     *       "receipt": null,
                     *       "signature": null,
                     *       "id": "ers_019bc3d24e6a7f81a5d20b9c47e3168f",
                     *       "subjects": {
                     *         "total": 1,
                     *         "done": 1,
                     *         "waiting": 1
                     *       },
                     *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    eraseSubject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example session_abc123 */
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "asked for by the person"
                 *     }
                 */
                "application/json": components["schemas"]["EraseSubject"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "running",
                     *       "events": 1,
                     *       "erased": 1,
                     *       "waiting": [],
                     *       "removed": {},
                     *       "reason": null,
                     *       "requested_by_event": null,
                     *       "finished_at": null,
                     *       "receipt": null,
                     *       "signature": null,
                     *       "id": "ers_019bc3d24e6a7f81a5d20b9c47e3168f",
                     *       "subjects": {
                     *         "total": 1,
                     *         "done": 1,
                     *         "waiting": 1
                     *       },
                     *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ers_019bc3d24e6a7f81a5d20b9c47e3168f */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "running",
                     *       "events": 1,
                     *       "erased": 1,
                     *       "waiting": [],
                     *       "removed": {},
                     *       "reason": null,
                     *       "requested_by_event": null,
                     *       "finished_at": null,
                     *       "receipt": null,
                     *       "signature": null,
                     *       "id": "ers_019bc3d24e6a7f81a5d20b9c47e3168f",
                     *       "subjects": {
                     *         "total": 1,
                     *         "done": 1,
                     *         "waiting": 1
                     *       },
                     *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    holdSubject: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example session_abc123 */
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "file 2026/17 of the court"
                 *     }
                 */
                "application/json": components["schemas"]["HoldSubject"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "until": null,
                     *       "subject": "session_abc123",
                     *       "reason": "file 2026/17 of the court",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SubjectHold"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    releaseSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example session_abc123 */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @example pending */
                status?: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
                /** @example queued */
                reason?: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired";
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                endpoint_id?: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                event_id?: string;
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description The status of the last response.
                 * @example required
                 */
                code?: number;
                /**
                 * @description Whether an attempt succeeded with an HTML page as its answer, as where a proxy answered.
                 * @example true
                 */
                suspicious_success?: true | false;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description Made at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Made before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "is_sandbox": null,
                     *           "endpoint_host": null,
                     *           "channel": "webhook",
                     *           "recipient": null,
                     *           "status": "succeeded",
                     *           "reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "blocked_by": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 12,
                     *           "last_code": 200,
                     *           "next_attempt_at": null,
                     *           "settled_at": "2026-01-15T09:30:00.402Z",
                     *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "event_type": "session.approved",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "format": "envelope",
                     *           "in_flight": false,
                     *           "suspicious_success": false,
                     *           "minimised": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_sandbox": null,
                     *       "endpoint_host": null,
                     *       "channel": "webhook",
                     *       "recipient": null,
                     *       "status": "succeeded",
                     *       "reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "blocked_by": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 12,
                     *       "last_code": 200,
                     *       "next_attempt_at": null,
                     *       "settled_at": "2026-01-15T09:30:00.402Z",
                     *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "event_type": "session.approved",
                     *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "format": "envelope",
                     *       "in_flight": false,
                     *       "suspicious_success": false,
                     *       "minimised": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "trigger": "automatic",
                     *           "ip": "203.0.113.7",
                     *           "duration_ms": 184,
                     *           "response": {
                     *             "status": 200,
                     *             "headers": {
                     *               "content-type": "application/json"
                     *             },
                     *             "body": "{\"received\":true}",
                     *             "body_encoding": "utf8",
                     *             "truncated": false
                     *           },
                     *           "error": null,
                     *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "started_at": "2026-01-15T09:30:00.000Z",
                     *           "timings": {
                     *             "dns_ms": 12.4,
                     *             "connect_ms": 18.1,
                     *             "tls_ms": 31.6,
                     *             "first_byte_ms": 97.2
                     *           },
                     *           "request": {
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *             },
                     *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *           },
                     *           "suspicious_success": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveryAttempts: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "number": 1,
                     *           "trigger": "automatic",
                     *           "ip": "203.0.113.7",
                     *           "duration_ms": 184,
                     *           "response": {
                     *             "status": 200,
                     *             "headers": {
                     *               "content-type": "application/json"
                     *             },
                     *             "body": "{\"received\":true}",
                     *             "body_encoding": "utf8",
                     *             "truncated": false
                     *           },
                     *           "error": null,
                     *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "started_at": "2026-01-15T09:30:00.000Z",
                     *           "timings": {
                     *             "dns_ms": 12.4,
                     *             "connect_ms": 18.1,
                     *             "tls_ms": 31.6,
                     *             "first_byte_ms": 97.2
                     *           },
                     *           "request": {
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *             },
                     *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *           },
                     *           "suspicious_success": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AttemptPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_sandbox": null,
                     *       "endpoint_host": null,
                     *       "channel": "webhook",
                     *       "recipient": null,
                     *       "status": "succeeded",
                     *       "reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "blocked_by": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 12,
                     *       "last_code": 200,
                     *       "next_attempt_at": null,
                     *       "settled_at": "2026-01-15T09:30:00.402Z",
                     *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "event_type": "session.approved",
                     *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "format": "envelope",
                     *       "in_flight": false,
                     *       "suspicious_success": false,
                     *       "minimised": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "trigger": "automatic",
                     *           "ip": "203.0.113.7",
                     *           "duration_ms": 184,
                     *           "response": {
                     *             "status": 200,
                     *             "headers": {
                     *               "content-type": "application/json"
                     *             },
                     *             "body": "{\"received\":true}",
                     *             "body_encoding": "utf8",
                     *             "truncated": false
                     *           },
                     *           "error": null,
                     *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "started_at": "2026-01-15T09:30:00.000Z",
                     *           "timings": {
                     *             "dns_ms": 12.4,
                     *             "connect_ms": 18.1,
                     *             "tls_ms": 31.6,
                     *             "first_byte_ms": 97.2
                     *           },
                     *           "request": {
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *             },
                     *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *           },
                     *           "suspicious_success": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `attempt_in_flight`: An attempt of the delivery is in progress; try again when it has ended.
             *
             *     `endpoint_deleted`: The endpoint of the delivery was deleted.
             *
             *     `pending_confirmation`: Support moved the URL to another origin; the tenant or an admin must resume the endpoint first.
             *
             *     `redacted`: The event's data was redacted.
             *
             *     `retention_expired`: The event's data is no longer stored.
             *
             *     `waiting_for_subject`: The endpoint is ordered, and an earlier delivery of the subject is not settled.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "attempt_in_flight" | "endpoint_deleted" | "pending_confirmation" | "redacted" | "retention_expired" | "waiting_for_subject";
                    } & components["schemas"]["Problem"];
                };
            };
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    skipDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_sandbox": null,
                     *       "endpoint_host": null,
                     *       "channel": "webhook",
                     *       "recipient": null,
                     *       "status": "succeeded",
                     *       "reason": null,
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "blocked_by": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 12,
                     *       "last_code": 200,
                     *       "next_attempt_at": null,
                     *       "settled_at": "2026-01-15T09:30:00.402Z",
                     *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "event_type": "session.approved",
                     *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "format": "envelope",
                     *       "in_flight": false,
                     *       "suspicious_success": false,
                     *       "minimised": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "trigger": "automatic",
                     *           "ip": "203.0.113.7",
                     *           "duration_ms": 184,
                     *           "response": {
                     *             "status": 200,
                     *             "headers": {
                     *               "content-type": "application/json"
                     *             },
                     *             "body": "{\"received\":true}",
                     *             "body_encoding": "utf8",
                     *             "truncated": false
                     *           },
                     *           "error": null,
                     *           "id": "att_019bc0f5a3117a94b8c2d7e05f6391a8",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "started_at": "2026-01-15T09:30:00.000Z",
                     *           "timings": {
                     *             "dns_ms": 12.4,
                     *             "connect_ms": 18.1,
                     *             "tls_ms": 31.6,
                     *             "first_byte_ms": 97.2
                     *           },
                     *           "request": {
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "x-webhook-id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18"
                     *             },
                     *             "body_hash": "6d1f0f1c7b0e54d9f3a2b4f1e0c9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1"
                     *           },
                     *           "suspicious_success": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `attempt_in_flight`: An attempt of the delivery is in progress; try again when it has ended.
             *
             *     `already_settled`: The delivery is neither pending nor held.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "attempt_in_flight" | "already_settled";
                    } & components["schemas"]["Problem"];
                };
            };
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "computed": "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                 *     }
                 */
                "application/json": components["schemas"]["Verify"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "body_changed",
                     *       "header": "X-Webhook-Signature",
                     *       "attempt_number": 1,
                     *       "content": "known",
                     *       "explanation": "The body was re-serialised with spaces, as by json.dumps of Python.",
                     *       "remedy": "Verify the bytes of the body as they arrive."
                     *     }
                     */
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `not_for_channel`: The endpoint's channel has no secrets and no requests of its own.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "not_for_channel";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportDeliveries: {
        parameters: {
            query?: {
                /** @example pending */
                status?: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
                /** @example queued */
                reason?: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired";
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                endpoint_id?: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                event_id?: string;
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description The status of the last response.
                 * @example required
                 */
                code?: number;
                /**
                 * @description Whether an attempt succeeded with an HTML page as its answer, as where a proxy answered.
                 * @example true
                 */
                suspicious_success?: true | false;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description Made at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Made before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description One JSON object in a line, or a table with a line of names.
                 * @example ndjson
                 */
                format?: "ndjson" | "csv";
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example string */
                    "application/x-ndjson": string;
                    /** @example string */
                    "text/csv": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportEvents: {
        parameters: {
            query?: {
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description The exact subject.
                 * @example session_abc123
                 */
                subject?: string;
                /** @description The exact `external_ref`, or any other id in the event's data. */
                ref?: string;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description Published at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Published before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description One JSON object in a line, or a table with a line of names.
                 * @example ndjson
                 */
                format?: "ndjson" | "csv";
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example string */
                    "application/x-ndjson": string;
                    /** @example string */
                    "text/csv": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    startReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-01-15T00:00:00Z",
                 *       "status": "failed",
                 *       "types": [
                 *         "session.*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StartReplay"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
                     *       "matched": 128,
                     *       "unreplayable": {
                     *         "redacted": 0,
                     *         "retention_expired": 0,
                     *         "format_cannot_carry": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StartedReplay"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `endpoint_not_active`: The endpoint is paused or disabled; resume it first.
             *
             *     `pending_confirmation`: Support moved the URL to another origin; the tenant or an admin must resume the endpoint first.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "endpoint_not_active" | "pending_confirmation";
                    } & components["schemas"]["Problem"];
                };
            };
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too_many_replays`: The tenant has the maximum number of running replays.
             *
             *     `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.
             *
             *     `too_many_at_once`: Too many requests of the tenant, or of the same caller from staff, are being answered; wait for `Retry-After`.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "too_many_replays" | "too_many_requests" | "too_many_at_once";
                    } & components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                endpoint_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "state": "finished",
                     *           "waiting_for": null,
                     *           "status": "failed",
                     *           "types": [
                     *             "session.*"
                     *           ],
                     *           "rate_per_second": null,
                     *           "matched": 128,
                     *           "queued": 128,
                     *           "taken_back": 0,
                     *           "ended_at": null,
                     *           "cancelled_by": null,
                     *           "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "since": "2026-01-15T09:30:00.000Z",
                     *           "until": "2026-01-15T09:30:00.000Z",
                     *           "unreplayable": {
                     *             "redacted": 0,
                     *             "retention_expired": 0,
                     *             "format_cannot_carry": 0
                     *           },
                     *           "skipped": {
                     *             "redacted": 0,
                     *             "retention_expired": 0,
                     *             "format_cannot_carry": 0,
                     *             "already_pending": 0,
                     *             "changed": 0
                     *           },
                     *           "outcomes": {
                     *             "pending": 0,
                     *             "delivered": 126,
                     *             "failed": 0,
                     *             "given_up": 0
                     *           },
                     *           "created_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "created_by_role": "support",
                     *           "created_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example rpl_019bc2a10f3e7b65943c1d8e7a2056bf */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "finished",
                     *       "waiting_for": null,
                     *       "status": "failed",
                     *       "types": [
                     *         "session.*"
                     *       ],
                     *       "rate_per_second": null,
                     *       "matched": 128,
                     *       "queued": 128,
                     *       "taken_back": 0,
                     *       "ended_at": null,
                     *       "cancelled_by": null,
                     *       "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
                     *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "since": "2026-01-15T09:30:00.000Z",
                     *       "until": "2026-01-15T09:30:00.000Z",
                     *       "unreplayable": {
                     *         "redacted": 0,
                     *         "retention_expired": 0,
                     *         "format_cannot_carry": 0
                     *       },
                     *       "skipped": {
                     *         "redacted": 0,
                     *         "retention_expired": 0,
                     *         "format_cannot_carry": 0,
                     *         "already_pending": 0,
                     *         "changed": 0
                     *       },
                     *       "outcomes": {
                     *         "pending": 0,
                     *         "delivered": 126,
                     *         "failed": 0,
                     *         "given_up": 0
                     *       },
                     *       "created_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "created_by_role": "support",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example rpl_019bc2a10f3e7b65943c1d8e7a2056bf */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "finished",
                     *       "waiting_for": null,
                     *       "status": "failed",
                     *       "types": [
                     *         "session.*"
                     *       ],
                     *       "rate_per_second": null,
                     *       "matched": 128,
                     *       "queued": 128,
                     *       "taken_back": 0,
                     *       "ended_at": null,
                     *       "cancelled_by": null,
                     *       "id": "rpl_019bc2a10f3e7b65943c1d8e7a2056bf",
                     *       "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *       "since": "2026-01-15T09:30:00.000Z",
                     *       "until": "2026-01-15T09:30:00.000Z",
                     *       "unreplayable": {
                     *         "redacted": 0,
                     *         "retention_expired": 0,
                     *         "format_cannot_carry": 0
                     *       },
                     *       "skipped": {
                     *         "redacted": 0,
                     *         "retention_expired": 0,
                     *         "format_cannot_carry": 0,
                     *         "already_pending": 0,
                     *         "changed": 0
                     *       },
                     *       "outcomes": {
                     *         "pending": 0,
                     *         "delivered": 126,
                     *         "failed": 0,
                     *         "given_up": 0
                     *       },
                     *       "created_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "created_by_role": "support",
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AlreadyFinished"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description The exact action, or `endpoint.*` for all that begin with `endpoint.`.
                 * @example endpoint.*
                 */
                action?: string;
                /**
                 * @description Who did it, as `actor` says it, or the `person_id` of who was signed in.
                 * @example key_019bbfe17a527c1d8f362be4a90d5c71
                 */
                actor?: string;
                /**
                 * @description The id of the changed object.
                 * @example ep_019bbfe2c4417d52a3e96b0f8517d2c4
                 */
                target?: string;
                /**
                 * @description Done at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Done before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "address": "203.0.113.7",
                     *           "request_id": null,
                     *           "reason": "asked for by phone",
                     *           "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
                     *           "at": "2026-01-15T09:30:00.000Z",
                     *           "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "role": "tenant",
                     *           "action": "endpoint.paused",
                     *           "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "details": {
                     *             "reason": "asked for by phone"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "record_retention_days": null,
                     *           "minimum_days": {},
                     *           "status": "active",
                     *           "deletion": {
                     *             "status": "scheduled",
                     *             "reason": "The contract has ended",
                     *             "waiting": null,
                     *             "removed": {},
                     *             "ended_at": null,
                     *             "receipt": null,
                     *             "signature": null,
                     *             "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *             "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *             "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *             "requested_at": "2026-01-15T09:30:00.000Z",
                     *             "erase_at": "2026-01-15T09:30:00.000Z"
                     *           },
                     *           "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "external_id": "acme",
                     *           "name": "Acme",
                     *           "allow_erasure": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme",
                 *       "external_id": "acme"
                 *     }
                 */
                "application/json": components["schemas"]["CreateTenant"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "record_retention_days": null,
                     *       "minimum_days": {},
                     *       "status": "active",
                     *       "deletion": {
                     *         "status": "scheduled",
                     *         "reason": "The contract has ended",
                     *         "waiting": null,
                     *         "removed": {},
                     *         "ended_at": null,
                     *         "receipt": null,
                     *         "signature": null,
                     *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *         "requested_at": "2026-01-15T09:30:00.000Z",
                     *         "erase_at": "2026-01-15T09:30:00.000Z"
                     *       },
                     *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "external_id": "acme",
                     *       "name": "Acme",
                     *       "allow_erasure": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ExternalIdTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "record_retention_days": null,
                     *       "minimum_days": {},
                     *       "status": "active",
                     *       "deletion": {
                     *         "status": "scheduled",
                     *         "reason": "The contract has ended",
                     *         "waiting": null,
                     *         "removed": {},
                     *         "ended_at": null,
                     *         "receipt": null,
                     *         "signature": null,
                     *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *         "requested_at": "2026-01-15T09:30:00.000Z",
                     *         "erase_at": "2026-01-15T09:30:00.000Z"
                     *       },
                     *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "external_id": "acme",
                     *       "name": "Acme",
                     *       "allow_erasure": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTenant: {
        parameters: {
            query?: {
                /**
                 * @description Whether the data is erased at once, without the 30 days in which the tenant can be restored.
                 * @example true
                 */
                now?: true | false;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "record_retention_days": null,
                     *       "minimum_days": {},
                     *       "status": "active",
                     *       "deletion": {
                     *         "status": "scheduled",
                     *         "reason": "The contract has ended",
                     *         "waiting": null,
                     *         "removed": {},
                     *         "ended_at": null,
                     *         "receipt": null,
                     *         "signature": null,
                     *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *         "requested_at": "2026-01-15T09:30:00.000Z",
                     *         "erase_at": "2026-01-15T09:30:00.000Z"
                     *       },
                     *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "external_id": "acme",
                     *       "name": "Acme",
                     *       "allow_erasure": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Ltd"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateTenant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "record_retention_days": null,
                     *       "minimum_days": {},
                     *       "status": "active",
                     *       "deletion": {
                     *         "status": "scheduled",
                     *         "reason": "The contract has ended",
                     *         "waiting": null,
                     *         "removed": {},
                     *         "ended_at": null,
                     *         "receipt": null,
                     *         "signature": null,
                     *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *         "requested_at": "2026-01-15T09:30:00.000Z",
                     *         "erase_at": "2026-01-15T09:30:00.000Z"
                     *       },
                     *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "external_id": "acme",
                     *       "name": "Acme",
                     *       "allow_erasure": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ExternalIdTaken"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRestore: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RestoreTenant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "record_retention_days": null,
                     *       "minimum_days": {},
                     *       "status": "active",
                     *       "deletion": {
                     *         "status": "scheduled",
                     *         "reason": "The contract has ended",
                     *         "waiting": null,
                     *         "removed": {},
                     *         "ended_at": null,
                     *         "receipt": null,
                     *         "signature": null,
                     *         "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *         "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *         "requested_at": "2026-01-15T09:30:00.000Z",
                     *         "erase_at": "2026-01-15T09:30:00.000Z"
                     *       },
                     *       "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "external_id": "acme",
                     *       "name": "Acme",
                     *       "allow_erasure": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenantDeletions: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "status": "scheduled",
                     *           "reason": "The contract has ended",
                     *           "waiting": null,
                     *           "removed": {},
                     *           "ended_at": null,
                     *           "receipt": null,
                     *           "signature": null,
                     *           "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "requested_at": "2026-01-15T09:30:00.000Z",
                     *           "erase_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["TenantDeletionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTenantDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example tdl_019bc4a1d07b7c52b3e86f9017da4c25 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "scheduled",
                     *       "reason": "The contract has ended",
                     *       "waiting": null,
                     *       "removed": {},
                     *       "ended_at": null,
                     *       "receipt": null,
                     *       "signature": null,
                     *       "id": "tdl_019bc4a1d07b7c52b3e86f9017da4c25",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "requested_by": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "requested_at": "2026-01-15T09:30:00.000Z",
                     *       "erase_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["TenantDeletion"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook_secret": "****************************a1b2",
                     *       "notification_emails": [
                     *         "ops@acme.example"
                     *       ],
                     *       "slack_webhook_url": null,
                     *       "retention_days": null,
                     *       "webhook_url": "https://hooks.acme.example/kyc",
                     *       "network_downtime_handling": false
                     *     }
                     */
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "webhook_url": "https://hooks.acme.example/kyc"
                 *     }
                 */
                "application/json": components["schemas"]["PatchTenantSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook_secret": "****************************a1b2",
                     *       "notification_emails": [
                     *         "ops@acme.example"
                     *       ],
                     *       "slack_webhook_url": null,
                     *       "retention_days": null,
                     *       "webhook_url": "https://hooks.acme.example/kyc",
                     *       "network_downtime_handling": false
                     *     }
                     */
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `too_many_secrets`: The endpoint has the maximum number of live secrets.
             *
             *     `too_many_endpoints`: The tenant has the maximum number of endpoints.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "too_many_secrets" | "too_many_endpoints";
                    } & components["schemas"]["Problem"];
                };
            };
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unsafe_integer`: The body holds an integer beyond 2^53, which would be rounded.
             *
             *     `unsafe_number`: The body holds a fraction that a double cannot represent exactly as written.
             *
             *     `duplicate_key`: An object of the body contains a key twice.
             *
             *     `lone_surrogate`: A string of the body is not valid Unicode.
             *
             *     `too_deep`: The body is nested too deeply.
             *
             *     `too_many_members`: The objects of the body have too many members.
             *
             *     `too_many_values`: The body holds too many values.
             *
             *     `url_not_allowed`: The URL breaks a rule for receivers; `errors` names the rule.
             *
             *     `mail_not_configured`: The installation cannot send mail, because `SMTP_URL` and `MAIL_FROM` are not set.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unsafe_integer" | "unsafe_number" | "duplicate_key" | "lone_surrogate" | "too_deep" | "too_many_members" | "too_many_values" | "url_not_allowed" | "mail_not_configured";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description Whether revoked keys are listed too. */
                revoked?: boolean;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "role": "publisher",
                     *           "name": "Back office",
                     *           "tenant_ids": null,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "owner": null,
                     *           "expires_at": null,
                     *           "last_used_at": null,
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "publisher",
                 *       "name": "Back office"
                 *     }
                 */
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "pr_TGVmdCBvdXQ6IGFuIGV4YW1wbGUgb2YgYSBrZXk",
                     *       "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "role": "publisher",
                     *       "name": "Back office",
                     *       "tenant_ids": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "owner": null,
                     *       "expires_at": null,
                     *       "last_used_at": null,
                     *       "revoked_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example key_019bbfe17a527c1d8f362be4a90d5c71 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenantApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description Whether revoked keys are listed too. */
                revoked?: boolean;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "role": "publisher",
                     *           "name": "Back office",
                     *           "tenant_ids": null,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "owner": null,
                     *           "expires_at": null,
                     *           "last_used_at": null,
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTenantApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer",
                 *       "name": "Dashboard"
                 *     }
                 */
                "application/json": components["schemas"]["CreateTenantKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "pr_TGVmdCBvdXQ6IGFuIGV4YW1wbGUgb2YgYSBrZXk",
                     *       "id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "role": "publisher",
                     *       "name": "Back office",
                     *       "tenant_ids": null,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "owner": null,
                     *       "expires_at": null,
                     *       "last_used_at": null,
                     *       "revoked_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TooManyApiKeys"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTenantApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example key_019bbfe17a527c1d8f362be4a90d5c71 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant": {
                     *         "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "name": "Acme",
                     *         "external_id": "acme"
                     *       },
                     *       "person": {
                     *         "id": "user-81",
                     *         "name": "Ada Obi"
                     *       },
                     *       "capabilities": [
                     *         "view",
                     *         "payloads.read"
                     *       ],
                     *       "theme": null,
                     *       "next": "/portal/events",
                     *       "role": "viewer",
                     *       "csrf_token": "2jmj7l5rSw0yVb_vlWAYkK_YBwkXoQdJpQkYs3dFf6A",
                     *       "hide_navigation": false,
                     *       "expires_at": "2026-01-15T09:30:00.000Z",
                     *       "idle_expires_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            410: components["responses"]["TenantDeleting"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant": {
                     *         "id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *         "name": "Acme",
                     *         "external_id": "acme"
                     *       },
                     *       "person": {
                     *         "id": "user-81",
                     *         "name": "Ada Obi"
                     *       },
                     *       "capabilities": [
                     *         "view",
                     *         "payloads.read"
                     *       ],
                     *       "theme": null,
                     *       "next": "/portal/events",
                     *       "role": "viewer",
                     *       "csrf_token": "2jmj7l5rSw0yVb_vlWAYkK_YBwkXoQdJpQkYs3dFf6A",
                     *       "hide_navigation": false,
                     *       "expires_at": "2026-01-15T09:30:00.000Z",
                     *       "idle_expires_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["StartedSession"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description `cannot_sign_in`: Keys of the role `publisher` cannot sign in to the pages.
             *
             *     `cross_site_request`: A request with the cookie of a session came from a page of another site, or lacks its `X-CSRF-Token`.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "cannot_sign_in" | "cross_site_request";
                    } & components["schemas"]["Problem"];
                };
            };
            /**
             * @description `tenant_deleting`: The tenant is being deleted; until its data is erased, staff may read and restore it.
             *
             *     `link_used`: The sign-in link has signed in once already.
             *
             *     `link_expired`: The sign-in link was not used in time.
             *
             *     `link_revoked`: The sign-in link was revoked, or the key that made it or its tenant has ended.
             *
             *     `tenant_deleting`: The tenant is being deleted; until its data is erased, staff may read and restore it.
             */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "tenant_deleting" | "link_used" | "link_expired" | "link_revoked" | "tenant_deleting";
                    } & components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            /**
             * @description `too_many_wrong_keys`: The address has sent too many keys that are not valid; wait for `Retry-After`.
             *
             *     `too_many_requests`: The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "too_many_wrong_keys" | "too_many_requests";
                    } & components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    signOut: {
        parameters: {
            query?: {
                /** @description Whether all sessions of the same person, link or key end. Default: `false`. */
                everywhere?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["CrossSiteRequest"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "oidc": {
                     *         "name": "login.example.com",
                     *         "problem": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignInOptions"];
                };
            };
            410: components["responses"]["TenantDeleting"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPortalLinks: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "capabilities": [
                     *             "view",
                     *             "payloads.read"
                     *           ],
                     *           "person": {
                     *             "id": "user-81",
                     *             "name": "Ada Obi"
                     *           },
                     *           "next": null,
                     *           "theme": null,
                     *           "id": "lnk_019bd1a07c3b7e52b9f04d6a81e5c273",
                     *           "role": "viewer",
                     *           "hide_navigation": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "expires_at": "2026-01-15T09:30:00.000Z",
                     *           "used_at": null,
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PortalLinkPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPortalLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer",
                 *       "expires_in_seconds": 600,
                 *       "person": {
                 *         "id": "user-81",
                 *         "name": "Ada Obi"
                 *       },
                 *       "next": "/portal/events"
                 *     }
                 */
                "application/json": components["schemas"]["CreatePortalLink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "lnk_019bd1a07c3b7e52b9f04d6a81e5c273",
                     *       "url": "https://kyc.example.com/portal#sign-in=pl_3q2-7wEjYk0lAbCdEfGhIjKlMnOpQrStUvWxYz01234",
                     *       "expires_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedPortalLink"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deletePortalLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example lnk_019bd1a07c3b7e52b9f04d6a81e5c273 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAllEndpoints: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @example active */
                status?: "active" | "paused" | "disabled";
                /**
                 * @description Whether nothing has succeeded since its first failure.
                 * @example true
                 */
                failing?: true | false;
                /** @description The exact `disabled_reason`, such as `receiver_gone` or `failing`. */
                reason?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "channel": "webhook",
                     *           "url": "https://hooks.acme.example/kyc",
                     *           "recipients": null,
                     *           "held_recipients": null,
                     *           "format": "envelope",
                     *           "payload": "full",
                     *           "signing": [
                     *             "standard",
                     *             "x-webhook"
                     *           ],
                     *           "headers": {},
                     *           "max_in_flight": 50,
                     *           "batch": {
                     *             "max_items": 50,
                     *             "wait_ms": 1000
                     *           },
                     *           "digest": {
                     *             "window_seconds": 1,
                     *             "max_per_window": 1
                     *           },
                     *           "rate_limit_per_second": null,
                     *           "disabled_reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "secret_masked": "****ZSE=",
                     *           "tls_expires_at": null,
                     *           "clock_skew_seconds": 0,
                     *           "id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "description": "What the back office hears of",
                     *           "event_types": [
                     *             "session.*"
                     *           ],
                     *           "environment": "all",
                     *           "ordered": false,
                     *           "is_default": false,
                     *           "status": "active",
                     *           "last_success_at": "2026-01-15T09:30:00.402Z",
                     *           "failing_since": null,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "updated_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAllDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /** @example pending */
                status?: "pending" | "succeeded" | "failed" | "held" | "skipped" | "cancelled";
                /** @example queued */
                reason?: "queued" | "retry_scheduled" | "rate_limited" | "backing_off" | "waiting_for_subject" | "waiting_for_digest" | "endpoint_paused" | "endpoint_disabled" | "address_on_hold" | "poison" | "format_cannot_carry" | "redacted" | "endpoint_deleted" | "recipient_removed" | "operator_skipped" | "attempts_exhausted" | "retention_expired";
                /** @example ep_019bbfe2c4417d52a3e96b0f8517d2c4 */
                endpoint_id?: string;
                /** @example evt_019bc0f5a2d07c3e8a41d6f0b9275e18 */
                event_id?: string;
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description The status of the last response.
                 * @example required
                 */
                code?: number;
                /**
                 * @description Whether an attempt succeeded with an HTML page as its answer, as where a proxy answered.
                 * @example true
                 */
                suspicious_success?: true | false;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description Made at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Made before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description A tenant's id or `external_id`.
                 * @example ten_019bbfe14b9673d2b07c5ae8613f42d9
                 */
                tenant_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "data": [
                     *         {
                     *           "is_sandbox": null,
                     *           "endpoint_host": null,
                     *           "channel": "webhook",
                     *           "recipient": null,
                     *           "status": "succeeded",
                     *           "reason": null,
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "blocked_by": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 12,
                     *           "last_code": 200,
                     *           "next_attempt_at": null,
                     *           "settled_at": "2026-01-15T09:30:00.402Z",
                     *           "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "event_type": "session.approved",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "format": "envelope",
                     *           "in_flight": false,
                     *           "suspicious_success": false,
                     *           "minimised": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRejected: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description A tenant's id or `external_id`.
                 * @example ten_019bbfe14b9673d2b07c5ae8613f42d9
                 */
                tenant_id?: string;
                /**
                 * @description An exact name, or `session.*` for whatever begins with `session.`.
                 * @example session.*
                 */
                type?: string;
                /**
                 * @description Refused at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Refused before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_cursor": null,
                     *       "dropped": 0,
                     *       "data": [
                     *         {
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "tenant_name": "Acme",
                     *           "type": "session.approved",
                     *           "source": "api",
                     *           "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "status": 422,
                     *           "event_id": null,
                     *           "published_at": null,
                     *           "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
                     *           "tenant_ref": "acme",
                     *           "code": "validation_failed",
                     *           "reason_text": "The receiver answered with another status than 2xx.",
                     *           "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *           "errors": [
                     *             {
                     *               "pointer": "/data/session_id",
                     *               "code": "required",
                     *               "message": "session_id is required",
                     *               "did_you_mean": [
                     *                 "session.*"
                     *               ]
                     *             }
                     *           ],
                     *           "body_kept": false,
                     *           "created_at": "2026-01-15T09:30:00.000Z",
                     *           "expires_at": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RejectedPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rej_019bc1b7d8227e0fa65f4c93b1d07e28 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "tenant_name": "Acme",
                     *       "type": "session.approved",
                     *       "source": "api",
                     *       "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "status": 422,
                     *       "event_id": null,
                     *       "published_at": null,
                     *       "body": {
                     *         "tenant_id": "acme",
                     *         "type": "session.approved",
                     *         "data": {}
                     *       },
                     *       "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
                     *       "tenant_ref": "acme",
                     *       "code": "validation_failed",
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "errors": [
                     *         {
                     *           "pointer": "/data/session_id",
                     *           "code": "required",
                     *           "message": "session_id is required",
                     *           "did_you_mean": [
                     *             "session.*"
                     *           ]
                     *         }
                     *       ],
                     *       "body_kept": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "expires_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RejectedPublishWithBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revealRejected: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example rej_019bc1b7d8227e0fa65f4c93b1d07e28 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "question 4711 of the tenant"
                 *     }
                 */
                "application/json": components["schemas"]["Reveal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "tenant_name": "Acme",
                     *       "type": "session.approved",
                     *       "source": "api",
                     *       "publisher_key_id": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *       "status": 422,
                     *       "event_id": null,
                     *       "published_at": null,
                     *       "body": {
                     *         "tenant_id": "acme",
                     *         "type": "session.approved",
                     *         "data": {}
                     *       },
                     *       "id": "rej_019bc1b7d8227e0fa65f4c93b1d07e28",
                     *       "tenant_ref": "acme",
                     *       "code": "validation_failed",
                     *       "reason_text": "The receiver answered with another status than 2xx.",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *       "errors": [
                     *         {
                     *           "pointer": "/data/session_id",
                     *           "code": "required",
                     *           "message": "session_id is required",
                     *           "did_you_mean": [
                     *             "session.*"
                     *           ]
                     *         }
                     *       ],
                     *       "body_kept": false,
                     *       "created_at": "2026-01-15T09:30:00.000Z",
                     *       "expires_at": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RejectedPublishWithBody"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON; `detail` names the position.
             *
             *     `malformed_encoding`: The body does not have the encoding that `Content-Encoding` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "malformed_json" | "malformed_encoding";
                    } & components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidBody"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishRejected: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 printable ASCII characters. A repeat with the same key and body within 24 hours gets the first answer with `Idempotency-Replayed: true`; another body is 409 `idempotency_conflict`; where the first answer showed a secret, 409 `idempotency_key_used` with the `id` of what was made. On `POST /v1/events` it is `idempotency_key`.
                 * @example create-2026-03-01-0001
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example rej_019bc1b7d8227e0fa65f4c93b1d07e28 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1768469400,
                     *       "deliveries": 1,
                     *       "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *       "type": "session.approved",
                     *       "duplicate": false
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /**
             * @description `already_published`: The refused publish has already been published.
             *
             *     `idempotency_conflict`: The idempotency key was already used with another body.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "already_published" | "idempotency_conflict";
                    } & components["schemas"]["Problem"];
                };
            };
            410: components["responses"]["Gone"];
            /**
             * @description `validation_failed`: Fields of the request break a rule; `errors` names each.
             *
             *     `unknown_event_type`: No event type on offer has this name, or none matches this pattern.
             *
             *     `asset_not_allowed`: An asset in the event's data lies outside the tenant's part of the store.
             *
             *     `not_storable`: The event holds text that cannot be stored.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "unknown_event_type" | "asset_not_allowed" | "not_storable";
                    } & components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    search: {
        parameters: {
            query: {
                /**
                 * @description The id of an event, a delivery, an attempt (finds its delivery), a refused publish, an endpoint or a
                 *     tenant; an exact id in the data of an event or a refused publish; a URL or its host; a tenant's
                 *     external id or a part of its name, which also finds its refused publishes.
                 * @example session_abc123
                 */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created": 1768469400,
                     *           "sequence": 1,
                     *           "subject": "session_abc123",
                     *           "external_ref": "user_456",
                     *           "caused_by": null,
                     *           "violations": null,
                     *           "redacted_at": null,
                     *           "kind": "event",
                     *           "tenant_name": "Acme",
                     *           "deliveries": [
                     *             {
                     *               "is_sandbox": null,
                     *               "endpoint_host": null,
                     *               "channel": "webhook",
                     *               "recipient": null,
                     *               "status": "succeeded",
                     *               "reason": null,
                     *               "reason_text": "The receiver answered with another status than 2xx.",
                     *               "docs_url": "http://127.0.0.1:3000/docs/reasons#retry_scheduled",
                     *               "blocked_by": null,
                     *               "attempt_count": 1,
                     *               "max_attempts": 12,
                     *               "last_code": 200,
                     *               "next_attempt_at": null,
                     *               "settled_at": "2026-01-15T09:30:00.402Z",
                     *               "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *               "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *               "event_id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *               "event_type": "session.approved",
                     *               "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *               "format": "envelope",
                     *               "in_flight": false,
                     *               "suspicious_success": false,
                     *               "minimised": false,
                     *               "created_at": "2026-01-15T09:30:00.000Z"
                     *             }
                     *           ],
                     *           "id": "evt_019bc0f5a2d07c3e8a41d6f0b9275e18",
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "type": "session.approved",
                     *           "is_sandbox": false,
                     *           "derived": [],
                     *           "unsent": []
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "truncated": false
                     *     }
                     */
                    "application/json": {
                        data: (components["schemas"]["EventHit"] | components["schemas"]["DeliveryHit"] | components["schemas"]["RejectedHit"] | components["schemas"]["EndpointHit"] | components["schemas"]["TenantHit"])[];
                        next_cursor: null;
                        /** @description There are more than 50 of a kind, or may be more events. */
                        truncated: boolean;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    explain: {
        parameters: {
            query: {
                /**
                 * @description The id of an event, a delivery, an attempt (finds its delivery), a refused publish, an endpoint or a
                 *     tenant; an exact id in the data of an event or a refused publish; a URL or its host; a tenant's
                 *     external id or a part of its name, which also finds its refused publishes.
                 * @example session_abc123
                 */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "delivery",
                     *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "tenant_name": "Acme",
                     *       "verdict": "failed",
                     *       "reason": "http_status",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#http_status",
                     *       "evidence": [
                     *         {
                     *           "at": null,
                     *           "link": {
                     *             "kind": "delivery",
                     *             "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *             "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41"
                     *           },
                     *           "label": "Delivery",
                     *           "value": "failed (attempts_exhausted), 12 attempts"
                     *         }
                     *       ],
                     *       "others": [],
                     *       "title": "Not delivered to hooks.acme.example",
                     *       "answer": "The event … (session.approved) of the tenant Acme was published at 2026-01-15 09:30:00 UTC. It was sent to 1 endpoint. hooks.acme.example answered 401 to all 12 attempts between 2026-01-15 09:30:01 UTC and 2026-01-18 12:41:07 UTC.",
                     *       "remedy": "Check the secret and the signature verification of the receiver."
                     *     }
                     */
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    explainDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
                /** @example dlv_019bc0f5a2e67b1f94d05c7a3e826b41 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "delivery",
                     *       "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41",
                     *       "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *       "tenant_name": "Acme",
                     *       "verdict": "failed",
                     *       "reason": "http_status",
                     *       "docs_url": "http://127.0.0.1:3000/docs/reasons#http_status",
                     *       "evidence": [
                     *         {
                     *           "at": null,
                     *           "link": {
                     *             "kind": "delivery",
                     *             "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *             "id": "dlv_019bc0f5a2e67b1f94d05c7a3e826b41"
                     *           },
                     *           "label": "Delivery",
                     *           "value": "failed (attempts_exhausted), 12 attempts"
                     *         }
                     *       ],
                     *       "others": [],
                     *       "title": "Not delivered to hooks.acme.example",
                     *       "answer": "The event … (session.approved) of the tenant Acme was published at 2026-01-15 09:30:00 UTC. It was sent to 1 endpoint. hooks.acme.example answered 401 to all 12 attempts between 2026-01-15 09:30:01 UTC and 2026-01-18 12:41:07 UTC.",
                     *       "remedy": "Check the secret and the signature verification of the receiver."
                     *     }
                     */
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {}
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {}
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
            /** @description The checks that failed. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {}
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
        };
    };
    listWholeAudit: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description The exact action, or `endpoint.*` for all that begin with `endpoint.`.
                 * @example endpoint.*
                 */
                action?: string;
                /**
                 * @description Who did it, as `actor` says it, or the `person_id` of who was signed in.
                 * @example key_019bbfe17a527c1d8f362be4a90d5c71
                 */
                actor?: string;
                /**
                 * @description The id of the changed object.
                 * @example ep_019bbfe2c4417d52a3e96b0f8517d2c4
                 */
                target?: string;
                /**
                 * @description Done at this time or later. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description Done before this time. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description The id of a tenant, or its `external_id`.
                 * @example ten_019bbfe14b9673d2b07c5ae8613f42d9
                 */
                tenant_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "address": "203.0.113.7",
                     *           "request_id": null,
                     *           "reason": "asked for by phone",
                     *           "tenant_name": "Acme",
                     *           "id": "aud_019bc0a14f377d90b6c28e1f5a7d3094",
                     *           "at": "2026-01-15T09:30:00.000Z",
                     *           "actor": "key_019bbfe17a527c1d8f362be4a90d5c71",
                     *           "role": "tenant",
                     *           "action": "endpoint.paused",
                     *           "target": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "details": {
                     *             "reason": "asked for by phone"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["WholeAuditPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTenantStatistics: {
        parameters: {
            query?: {
                /**
                 * @description Names with commas between them, of `events`, `deliveries`, `attempts`, `succeeded`, `failed`, `held`, `first_try_rate`, `success_rate`, `latency_p50`, `latency_p95`, `latency_p99`, `lag_p95`, `oldest_undelivered_seconds`. Absent: all.
                 * @example deliveries,success_rate,latency_p95
                 */
                measures?: string;
                /**
                 * @description Names with commas between them, of `tenant`, `endpoint`, `type`, `status`, `class`, `code`, `reason`, `channel`; `tenant` for support only. Absent: one row for everything.
                 * @example endpoint
                 */
                by?: string;
                /**
                 * @description Events of the sandbox or live ones.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description The beginning of the window, rounded down to the hour (UTC), at most 90 days before its end. Absent: 24 hours before `until`. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description The end of the window, rounded up to the hour (UTC). Absent: now. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description Absent: one row for the whole window.
                 * @example hour
                 */
                step?: "hour" | "day";
                /**
                 * @description Only of this endpoint; it has no `events`.
                 * @example ep_019bbfe2c4417d52a3e96b0f8517d2c4
                 */
                endpoint_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "endpoint": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "time": "2026-01-15T09:00:00.000Z",
                     *           "deliveries": 128,
                     *           "success_rate": 0.9844,
                     *           "latency_p95": 231.1
                     *         }
                     *       ],
                     *       "as_of": "2026-01-15T09:41:12.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatistics: {
        parameters: {
            query?: {
                /**
                 * @description Names with commas between them, of `events`, `deliveries`, `attempts`, `succeeded`, `failed`, `held`, `first_try_rate`, `success_rate`, `latency_p50`, `latency_p95`, `latency_p99`, `lag_p95`, `oldest_undelivered_seconds`. Absent: all.
                 * @example deliveries,success_rate,latency_p95
                 */
                measures?: string;
                /**
                 * @description Names with commas between them, of `tenant`, `endpoint`, `type`, `status`, `class`, `code`, `reason`, `channel`; `tenant` for support only. Absent: one row for everything.
                 * @example endpoint
                 */
                by?: string;
                /**
                 * @description Events of the sandbox or live ones.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /**
                 * @description The beginning of the window, rounded down to the hour (UTC), at most 90 days before its end. Absent: 24 hours before `until`. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                since?: string;
                /**
                 * @description The end of the window, rounded up to the hour (UTC). Absent: now. ISO 8601 with a zone, or unix seconds.
                 * @example 2026-03-01T12:00:00Z
                 */
                until?: string;
                /**
                 * @description Absent: one row for the whole window.
                 * @example hour
                 */
                step?: "hour" | "day";
                /**
                 * @description Only of this endpoint; it has no `events`.
                 * @example ep_019bbfe2c4417d52a3e96b0f8517d2c4
                 */
                endpoint_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "endpoint": "ep_019bbfe2c4417d52a3e96b0f8517d2c4",
                     *           "time": "2026-01-15T09:00:00.000Z",
                     *           "deliveries": 128,
                     *           "success_rate": 0.9844,
                     *           "latency_p95": 231.1
                     *         }
                     *       ],
                     *       "as_of": "2026-01-15T09:41:12.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProblems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The tenant's id, its `external_id`, or `me` for a key of the tenant.
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "endpoint_host": "hooks.acme.example",
                     *           "endpoint_description": null,
                     *           "class": "http_status",
                     *           "code": 401,
                     *           "count": 412,
                     *           "since": null,
                     *           "last_at": "2026-01-15T09:40:58.031Z",
                     *           "cause": {
                     *             "kind": "secret_rotated",
                     *             "text": "the secret rotation at 09:12 UTC",
                     *             "at": "2026-01-15T09:30:00.000Z"
                     *           },
                     *           "disables_at": null,
                     *           "text": "412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC",
                     *           "endpoint_id": "ep_019bbfe2c4417d52a3e96b0f8517d2c4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OpenProblemList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["TenantDeleting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPlatform: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": null,
                     *       "claims": {
                     *         "in_flight": 4,
                     *         "expired": 0,
                     *         "last_end_at": "2026-01-01T00:00:31.000Z",
                     *         "quarantined": 0,
                     *         "lost": 0
                     *       },
                     *       "workers": null,
                     *       "database": {
                     *         "version": "18.4",
                     *         "size_bytes": 104857600,
                     *         "connections": 24,
                     *         "max_connections": 100,
                     *         "partitions": [
                     *           {
                     *             "table": "attempts",
                     *             "name": "attempts_2026_01_01",
                     *             "size_bytes": 81920,
                     *             "from": "2026-01-01T00:00:00.000Z",
                     *             "to": "2026-04-01T00:00:00.000Z",
                     *             "drops_at": "2031-01-31T00:00:00.000Z"
                     *           }
                     *         ],
                     *         "dead_rows": [
                     *           {
                     *             "table": "delivery_queue",
                     *             "live": 1204,
                     *             "dead": 88
                     *           }
                     *         ]
                     *       },
                     *       "redis": {
                     *         "mode": "redis",
                     *         "detail": "Redis answers.",
                     *         "reachable": false
                     *       },
                     *       "mail": {
                     *         "host": "smtp.acme.example",
                     *         "configured": false
                     *       },
                     *       "egress_errors": null,
                     *       "configuration": [
                     *         {
                     *           "name": "PORT",
                     *           "value": "3000",
                     *           "source": "default"
                     *         }
                     *       ],
                     *       "encryption_keys": null,
                     *       "unavailable": [],
                     *       "as_of": "2026-01-15T09:41:12.000Z",
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Platform"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenantHealth: {
        parameters: {
            query?: {
                /**
                 * @description How many to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description Only what is about events of the sandbox, or about live ones. Absent: both.
                 * @example live
                 */
                environment?: "live" | "sandbox" | "all";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "external_id": "acme",
                     *           "oldest_undelivered_seconds": 48,
                     *           "failure_rate": 0.0156,
                     *           "backlog": 2,
                     *           "held": 0,
                     *           "endpoints": 3,
                     *           "endpoints_failing": 0,
                     *           "endpoints_disabled": 0,
                     *           "breakers_open": 0,
                     *           "tenant_id": "ten_019bbfe14b9673d2b07c5ae8613f42d9",
                     *           "tenant_name": "Acme"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["TenantHealthPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooMuchAtATime"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
}
