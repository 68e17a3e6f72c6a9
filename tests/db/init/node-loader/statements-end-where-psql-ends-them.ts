// A semicolon ends a statement unless it is quoted, commented out or between parentheses.
import t from 'tap'
import { Statements } from '#db/init/dump-statements.ts'

const cut = (text: string) => {
  const statements = new Statements()
  const found = text.split('\n').flatMap((line, index) => [...statements.add(line, index + 1)])
  return { found: found.map(({ sql, line }) => `${line}: ${sql}`), rest: statements.rest()?.sql }
}

const one = [
  'select 1;',
  "select ';';",
  "select 'it''s; one', ';';",
  "select 'two\nlines;\n';",
  "select E'a\\'; still''\\\\';",
  "select 'no escape\\';",
  'select ";""";',
  'select $$;$$;',
  "select $fn$ ';$$;' $fn$;",
  'select price$a$ from b$a$;',
  'select 1 -- ; no end\n;',
  'select /* ; /* ; */ ; */ 1;',
  'create rule r as on insert to t do also (select 1; select 2);',
  'select $1;',
]

for (const sql of one) {
  t.test(JSON.stringify(sql), async t =>
    t.same(cut(sql), { found: [`1: ${sql}`], rest: undefined }),
  )
}

t.test('several in a line, and one over lines, know their line', async t => {
  t.same(cut('-- first\nselect 1; select 2;\n\n/* note\n*/ select\n  3;\n'), {
    found: ['2: select 1;', '2: select 2;', '5: select\n  3;'],
    rest: undefined,
  })
})

t.test('comments alone leave nothing', async t => {
  t.same(cut('-- the end\n/* really */\n\n'), { found: [], rest: undefined })
})

t.test('what no semicolon ends is left', async t => {
  t.equal(cut('select 1;\nselect 2').rest, 'select 2\n')
})
