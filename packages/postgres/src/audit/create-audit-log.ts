import {
  type AuditEntry,
  type AuditFilter,
  type AuditLog,
  type Page,
  type PageRequest,
  timestampOf,
} from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';

import { attempt } from '../attempt.ts';
import { asOperator } from '../connection/in-transaction.ts';
import { allOf, equals, isOneOf } from '../records/conditions.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { ofApp } from '../records/of-app.ts';

const COLUMNS = sql.fragment`
  id, at, action, actor, address, request_id, app_id, subject_id, name, count`;

interface AuditRow extends ListedRow {
  readonly at: number;
  readonly action: AuditEntry['action'];
  readonly actor: string;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly app_id: string | null;
  readonly subject_id: string | null;
  readonly name: string | null;
  readonly count: number;
}

export function createPostgresAuditLog(pool: DatabasePool): AuditLog {
  return { entries: (filter, page) => attempt(() => listEntries(pool, filter, page)) };
}

function listEntries(
  pool: DatabasePool,
  { appId, actions, name }: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditEntry>> {
  return asOperator(pool, async (connection) => {
    const list = {
      from: sql.fragment`audit_log`,
      columns: COLUMNS,
      where: allOf([
        ofApp(appId),
        isOneOf(sql.fragment`action`, actions),
        equals(sql.fragment`name`, name),
      ]),
      sort: { column: sql.fragment`at`, isTime: true, isDescending: true },
    };
    const found = await listPage<AuditRow>(connection, list, page);
    return { ...found, rows: found.rows.map(entryOf) };
  });
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: timestampOf(row.at),
    action: row.action,
    actor: row.actor,
    address: row.address,
    requestId: row.request_id,
    appId: row.app_id,
    subjectId: row.subject_id,
    name: row.name,
    count: row.count,
  };
}
