// Tables, columns and keys are word for word those of a plain pg_dump 13 of the supplied database.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '../../..')
const supplied = resolve(root, '../shared/data/rates.sql')
const sample = readFileSync(resolve(root, 'db/rates.sql'), 'utf8')

/** Objects and their comments, without the rows and without the lines that name a version. */
const shape = (dump: string) =>
  dump
    .slice(dump.indexOf('--\n-- Name:'))
    .replace(/(FROM stdin;\n)[^\\]*(?:\\N\n[^\\]*)*(\\\.\n)/g, '$1$2')

t.test('it begins and ends as pg_dump begins and ends', async t => {
  t.ok(sample.startsWith('--\n-- PostgreSQL database dump\n--\n'))
  t.ok(sample.endsWith('--\n-- PostgreSQL database dump complete\n--\n\n'))
})

t.test('tables come first, then rows, then keys', async t => {
  const statements = sample.match(/^(CREATE TABLE|COPY|ALTER TABLE ONLY) \S+|ADD CONSTRAINT \S+/gm)
  t.strictSame(statements, [
    'CREATE TABLE public.ports',
    'CREATE TABLE public.prices',
    'CREATE TABLE public.regions',
    'COPY public.ports',
    'COPY public.prices',
    'COPY public.regions',
    'ALTER TABLE ONLY public.ports',
    'ADD CONSTRAINT ports_pkey',
    'ALTER TABLE ONLY public.regions',
    'ADD CONSTRAINT regions_pkey',
    'ALTER TABLE ONLY public.ports',
    'ADD CONSTRAINT ports_parent_slug_fkey',
    'ALTER TABLE ONLY public.prices',
    'ADD CONSTRAINT prices_dest_code_fkey',
    'ALTER TABLE ONLY public.prices',
    'ADD CONSTRAINT prices_orig_code_fkey',
    'ALTER TABLE ONLY public.regions',
    'ADD CONSTRAINT regions_parent_slug_fkey',
  ])
})

const skip = existsSync(supplied) ? false : 'the supplied dump is not beside the repository'
t.test('without its rows it equals the supplied dump', { skip }, async t => {
  t.equal(shape(sample), shape(readFileSync(supplied, 'utf8')))
})
