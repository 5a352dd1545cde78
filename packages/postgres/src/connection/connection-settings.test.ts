import { expect, test } from 'vitest';

import { connectionSettings } from './connection-settings.ts';

test('a URL is read in full', () => {
  expect(connectionSettings('postgres://us%40er:p%2Fss@127.0.0.1:6543/data%20base')).toEqual({
    host: '127.0.0.1',
    port: 6543,
    user: 'us@er',
    password: 'p/ss',
    database: 'data base',
    ssl: false,
  });
});

test('the port, and the database of the name of the user, need not be named', () => {
  const { port, database } = connectionSettings('postgresql://user:secret@localhost');
  expect({ port, database }).toEqual({ port: 5432, database: 'user' });
});

test('the line to another host is verified TLS, said or unsaid', () => {
  for (const mode of ['', '?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full']) {
    const { ssl } = connectionSettings(`postgres://user:secret@db.example.com/name${mode}`);
    expect(ssl).toEqual({ rejectUnauthorized: true });
  }
});

test('TLS to another host is switched off only where that is allowed', () => {
  const url = 'postgres://user:secret@db.example.com/name?sslmode=';
  expect(() => connectionSettings(`${url}disable`)).toThrow('switches verified TLS off');
  expect(() => connectionSettings(`${url}no-verify`)).toThrow('switches verified TLS off');
  expect(connectionSettings(`${url}disable`, { allowUnverified: true }).ssl).toBe(false);
  expect(connectionSettings(`${url}no-verify`, { allowUnverified: true }).ssl).toEqual({
    rejectUnauthorized: false,
  });
});

test('a local socket or address needs no TLS', () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    expect(connectionSettings(`postgres://user:secret@${host}/name`).ssl).toBe(false);
  }
  const socket = connectionSettings('postgres://user:secret@/name?host=/run/postgresql');
  expect(socket).toMatchObject({ host: '/run/postgresql', ssl: false });
});

test('a fault in the URL is told without any part of it', () => {
  for (const url of [
    'mysql://user:secret@host/x',
    'postgres://user:secret@host:port/x',
    'secret',
  ]) {
    expect(() => connectionSettings(url)).toThrow(/^The database URL is not of the form/);
  }
  expect(() => connectionSettings('postgres://user:secret@host/x?sslmode=prefer')).toThrow(
    /^The database URL has an sslmode/,
  );
});
