// What is not a dump at all is told by looking, before anything is loaded.
import t from 'tap'
import { neverServed } from '#tests/fixtures/never-served.ts'

await neverServed(t, {
  'an empty file': { file: '', says: / is empty$/ },
  'a folder': { file: {}, says: / is a directory, not a file$/ },
  'UTF-16, as PowerShell writes it': {
    file: Buffer.from('\ufeffselect 1;', 'utf16le'),
    says: / is neither plain SQL, nor pg_dump custom format, nor gzip of one of them$/,
  },
})
