-- version 3
--
-- Publishes events on a connection of an application, inside the application's own transaction. Workers fan
-- them out after the commit.
--
-- p_tenant   "ten_…" or the tenant's external id; null: returns the wrapped index key
-- p_request  without "events": returns the wrapped keys that the caller seals with (ENCRYPTION_KEYS unwraps
--            them) and stores the "data_key" that is offered where the tenant has none for this month;
--            with "events": 1 to 16 sealed events, the first of them the cause of the others
--
-- Returns an object with a "status": not_ready, ready, no_tenant, keys, other_database, unknown_key, stored,
-- duplicate, conflict or again; no_tenant with "deleting" for one whose deletion was requested. Raises 22023 only for what the package never sends.
--
-- Runs with the rights of its owner, so that the application's role needs no right on a table. Every name is
-- qualified, and everything else comes from pg_catalog: nothing of the caller's role or search_path is used.
-- The keys of applications are separate from those of Postrider's processes, so that neither waits for, or
-- depends on, the other's.
-- The name carries a version: a later one is another function, and this one stays.
-- Locks: rows of data_keys, idempotency_keys and derived_effects, as far as they are inserted; where a data key is
-- inserted, also the index key, so that a rotation of encryption keys waits for it.
CREATE OR REPLACE FUNCTION public.postrider_publish_v1(p_tenant text, p_request jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_now constant timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_period constant text := to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') || '/module';
  v_index public.data_keys;
  v_key public.data_keys;
  v_offer jsonb := p_request -> 'data_key';
  v_key_id uuid := (p_request ->> 'data_key_id')::uuid;
  v_tenant uuid;
  v_is_deleting boolean;
  v_events jsonb := p_request -> 'events';
  v_event jsonb;
  v_effect jsonb;
  v_position bigint;
  v_id uuid;
  v_cause uuid;
  v_key_hash bytea;
  v_fingerprint bytea;
  v_stored boolean := false;
  v_first_id uuid;
  v_first_type text;
  v_first_at timestamptz;
  v_differs boolean;
BEGIN
  SELECT * INTO v_index FROM public.data_keys
  WHERE tenant_id = '00000000-0000-0000-0000-000000000000' AND period = 'index';
  IF NOT FOUND THEN
    RETURN jsonb_build_object('status', 'not_ready');
  END IF;
  IF p_tenant IS NULL THEN
    RETURN jsonb_build_object('status', 'ready', 'index_key', jsonb_build_object('id', v_index.id,
      'wrapped_by', v_index.wrapped_by, 'wrapped', encode(v_index.wrapped, 'base64')));
  END IF;

  IF p_tenant ~ '^ten_[0-9a-f]{32}$' THEN
    SELECT id, deleting_at IS NOT NULL INTO v_tenant, v_is_deleting
    FROM public.tenants WHERE id = substr(p_tenant, 5)::uuid AND deleted_at IS NULL;
  ELSE
    SELECT id, deleting_at IS NOT NULL INTO v_tenant, v_is_deleting
    FROM public.tenants WHERE external_id = p_tenant AND deleted_at IS NULL;
  END IF;
  IF v_tenant IS NULL THEN
    RETURN jsonb_build_object('status', 'no_tenant');
  END IF;
  IF v_is_deleting THEN
    RETURN jsonb_build_object('status', 'no_tenant', 'deleting', true);
  END IF;

  IF v_events IS NULL THEN
    IF v_offer ->> 'period' = v_period AND v_offer ->> 'wrapped_by' = v_index.wrapped_by THEN
      PERFORM FROM public.data_keys WHERE id = v_index.id AND wrapped_by = v_index.wrapped_by FOR SHARE;
      IF FOUND THEN
        INSERT INTO public.data_keys (id, tenant_id, period, wrapped_by, wrapped)
        VALUES ((v_offer ->> 'id')::uuid, v_tenant, v_period, v_index.wrapped_by, decode(v_offer ->> 'wrapped', 'base64'))
        ON CONFLICT DO NOTHING;
      END IF;
    END IF;
    SELECT * INTO v_key FROM public.data_keys WHERE tenant_id = v_tenant AND period = v_period;
    RETURN jsonb_build_object('status', 'keys', 'tenant_id', v_tenant, 'period', v_period,
      'index_key_id', v_index.id, 'wrapped_by', v_index.wrapped_by,
      'data_key', CASE WHEN v_key.id IS NOT NULL THEN jsonb_build_object('id', v_key.id,
        'wrapped_by', v_key.wrapped_by, 'wrapped', encode(v_key.wrapped, 'base64')) END);
  END IF;

  IF v_index.id IS DISTINCT FROM (p_request ->> 'index_key_id')::uuid THEN
    RETURN jsonb_build_object('status', 'other_database');
  END IF;
  SELECT * INTO v_key FROM public.data_keys WHERE id = v_key_id;
  -- The snapshot of a repeatable read may be older than the key, which its own transaction has committed.
  IF v_key.tenant_id IS DISTINCT FROM v_tenant
    AND (v_key.id IS NOT NULL OR current_setting('transaction_isolation') LIKE 'read %') THEN
    RETURN jsonb_build_object('status', 'unknown_key');
  END IF;
  IF jsonb_typeof(v_events) <> 'array' OR jsonb_array_length(v_events) NOT BETWEEN 1 AND 16 THEN
    RAISE EXCEPTION 'postrider_publish_v1: events must be an array of 1 to 16' USING ERRCODE = '22023';
  END IF;

  FOR v_event, v_position IN SELECT value, ordinality FROM jsonb_array_elements(v_events) WITH ORDINALITY LOOP
    v_id := (v_event ->> 'id')::uuid;
    v_effect := nullif(v_event -> 'effect', 'null');
    IF v_event ->> 'type' !~ '^[A-Za-z0-9_.-]{1,200}$' OR v_event ->> 'type' ~ '^endpoint([.]|$)'
      OR octet_length(v_event ->> 'data') > 360000 OR octet_length(v_event ->> 'labels') > 360000 THEN
      RAISE EXCEPTION 'postrider_publish_v1: event % cannot be published', v_position USING ERRCODE = '22023';
    END IF;
    IF v_id NOT BETWEEN public.uuid_at(v_now - interval '1 hour')
      AND public.uuid_at(v_now + interval '1 hour') THEN
      RAISE EXCEPTION 'postrider_publish_v1: the id of event % is not of this hour: the clocks of the application '
        'and of the database differ', v_position USING ERRCODE = '22023';
    END IF;

    v_key_hash := NULL;
    IF v_position = 1 THEN
      v_cause := v_id;
      v_key_hash := decode(v_event ->> 'key_hash', 'base64');
      v_fingerprint := decode(v_event ->> 'fingerprint', 'base64');
    END IF;
    IF v_key_hash IS NOT NULL THEN
      INSERT INTO public.idempotency_keys AS known (tenant_id, key_hash, fingerprint, event_id, expires_at)
      VALUES (v_tenant, v_key_hash, v_fingerprint, v_id, now() + interval '7 days')
      ON CONFLICT (tenant_id, key_hash) DO UPDATE
        SET fingerprint = excluded.fingerprint, event_id = excluded.event_id, expires_at = excluded.expires_at
        WHERE known.expires_at <= now();
      IF NOT FOUND THEN
        SELECT e.id, e.type, e.created_at, k.fingerprint IS NOT NULL AND k.fingerprint IS DISTINCT FROM v_fingerprint
        INTO v_first_id, v_first_type, v_first_at, v_differs
        FROM public.idempotency_keys k JOIN public.events e ON e.id = k.event_id
        WHERE k.tenant_id = v_tenant AND k.key_hash = v_key_hash;
        EXIT;
      END IF;
    END IF;

    IF v_effect IS NOT NULL THEN
      INSERT INTO public.derived_effects AS known (
        tenant_id, effect_hash, type, cause_hash, told_hash, event_id, stored_at
      )
      VALUES (v_tenant, (v_effect ->> 'hash')::uuid, v_event ->> 'type', (v_effect ->> 'cause_hash')::uuid,
        (v_effect ->> 'told_hash')::uuid, v_id, now())
      ON CONFLICT (tenant_id, effect_hash) DO UPDATE
        SET type = excluded.type, cause_hash = excluded.cause_hash, told_hash = excluded.told_hash,
          event_id = excluded.event_id, stored_at = excluded.stored_at
        WHERE NOT public.is_same_effect(known, excluded.type, excluded.cause_hash, excluded.told_hash);
      IF NOT FOUND THEN
        CONTINUE WHEN v_position > 1;
        SELECT e.id, e.type, e.created_at, false INTO v_first_id, v_first_type, v_first_at, v_differs
        FROM public.derived_effects f JOIN public.events e ON e.id = f.event_id
        WHERE f.tenant_id = v_tenant AND f.effect_hash = (v_effect ->> 'hash')::uuid;
        UPDATE public.idempotency_keys SET event_id = v_first_id, fingerprint = (
          SELECT v_fingerprint FROM public.events WHERE id = v_first_id AND redacted_at IS NULL)
        WHERE v_first_id IS NOT NULL AND tenant_id = v_tenant AND key_hash = v_key_hash;
        EXIT;
      END IF;
    END IF;

    INSERT INTO public.events (
      id, tenant_id, type, created_at, subject_hash, is_sandbox, sealed_labels, caused_by, violations, has_assets
    )
    VALUES (v_id, v_tenant, v_event ->> 'type', v_now, (v_event ->> 'subject_hash')::uuid,
      (v_event ->> 'is_sandbox')::boolean,
      decode(v_event ->> 'labels', 'base64'), nullif(v_cause, v_id), nullif(v_event -> 'violations', 'null'),
      (v_event ->> 'has_assets')::boolean);
    INSERT INTO public.event_bodies (event_id, sealed_data) VALUES (v_id, decode(v_event ->> 'data', 'base64'));
    INSERT INTO public.event_refs (hash, event_id)
    SELECT DISTINCT value::uuid, v_id FROM jsonb_array_elements_text(v_event -> 'ref_hashes');
    INSERT INTO public.pending_fanouts (event_id) VALUES (v_id);
    v_stored := true;
  END LOOP;

  IF v_stored THEN
    RETURN jsonb_build_object('status', 'stored', 'created', floor(extract(epoch FROM v_now)));
  END IF;
  IF v_first_id IS NULL THEN
    RETURN jsonb_build_object('status', 'again');
  END IF;
  RETURN jsonb_build_object('status', CASE WHEN v_differs THEN 'conflict' ELSE 'duplicate' END,
    'id', v_first_id, 'type', v_first_type, 'created', floor(extract(epoch FROM v_first_at)),
    'deliveries', (SELECT count(*) FROM public.deliveries WHERE event_id = v_first_id));
END
$$;

REVOKE ALL ON FUNCTION public.postrider_publish_v1(text, jsonb) FROM PUBLIC;
