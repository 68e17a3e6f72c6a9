// The tables and keys of a dump, in the words and the order of pg_dump 13.

/** The comment that opens each object of a dump: `what` is `Name` or `Data for Name`. */
export const heading = (what: string, name: string, type: string) => `--
-- ${what}: ${name}; Type: ${type}; Schema: public; Owner: -
--

`

const object = (name: string, type: string, sql: string) =>
  `${heading('Name', name, type)}${sql};\n\n\n`

const table = (name: string, columns: string[]) =>
  object(name, 'TABLE', `CREATE TABLE public.${name} (\n    ${columns.join(',\n    ')}\n)`)

const constraint = (table: string, name: string, type: string, key: string) =>
  object(
    `${table} ${name}`,
    type,
    `ALTER TABLE ONLY public.${table}\n    ADD CONSTRAINT ${name} ${key}`,
  )

const primaryKey = (table: string, column: string) =>
  constraint(table, `${table}_pkey`, 'CONSTRAINT', `PRIMARY KEY (${column})`)

const foreignKey = (table: string, column: string, target: string) =>
  constraint(
    table,
    `${table}_${column}_fkey`,
    'FK CONSTRAINT',
    `FOREIGN KEY (${column}) REFERENCES public.${target}`,
  )

export const opening = `--
-- PostgreSQL database dump
--

-- Sample data in the format of pg_dump 13, written by "npm run sample-dump"

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

`

export const tables = [
  table('ports', ['code text NOT NULL', 'name text NOT NULL', 'parent_slug text NOT NULL']),
  table('prices', [
    'orig_code text NOT NULL',
    'dest_code text NOT NULL',
    'day date NOT NULL',
    'price integer NOT NULL',
  ]),
  table('regions', ['slug text NOT NULL', 'name text NOT NULL', 'parent_slug text']),
].join('')

export const keys = [
  primaryKey('ports', 'code'),
  primaryKey('regions', 'slug'),
  foreignKey('ports', 'parent_slug', 'regions(slug)'),
  foreignKey('prices', 'dest_code', 'ports(code)'),
  foreignKey('prices', 'orig_code', 'ports(code)'),
  foreignKey('regions', 'parent_slug', 'regions(slug)'),
].join('')

export const ending = `--
-- PostgreSQL database dump complete
--

`
