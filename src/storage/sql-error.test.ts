import { describe, expect, it } from 'vitest';
import { databaseError, SqlError } from './sql-error.ts';

const of = (code: string | null, message = 'it said so') =>
  databaseError({ code, message, detail: null }, 'data folder "/srv/fx"');

describe('databaseError', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['53100', 'disk-full'],
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['28P01', 'login-refused'],
    ['3D000', 'no-database'],
    ['57014', 'timeout'],
    ['55P03', 'timeout'],
    ['57P01', 'unreachable'],
    ['57P03', 'unreachable'],
    ['08006', 'unreachable'],
    ['53300', 'unreachable'],
    ['ECONNREFUSED', 'unreachable'],
    ['EAI_AGAIN', 'unreachable'],
    [null, 'damaged'],
  ])('makes %s into %s and names the database', (code, expected) => {
    const error = of(code);
    expect(error).toMatchObject({ name: 'StorageError', code: expected });
    expect(error.message).toContain('data folder "/srv/fx"');
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('knows a lost connection by the words "%s"', (message) => {
    expect(of(null, message)).toMatchObject({ code: 'unreachable' });
  });

  it('knows a full disk by the words of the file system', () => {
    expect(of('58030', 'could not write: No space left on device')).toMatchObject({ code: 'disk-full' });
  });

  it('leaves what is a bug here as it is, with its SQLSTATE', () => {
    const error = databaseError({ code: '23505', message: 'duplicate key', detail: 'Key (a)=(1)' }, 'x');
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ sqlState: '23505', message: 'duplicate key (Key (a)=(1))' });
  });
});
