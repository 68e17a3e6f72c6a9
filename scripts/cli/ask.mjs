// Questions to whoever sits at the terminal; nobody there is nobody to guess for.

import { createInterface } from 'node:readline/promises'
import { Refusal } from '#provision/errors.ts'

/**
 * @param {string} question
 * @param {{ otherwise: string, signal?: AbortSignal }} how  `otherwise`: what to add where there is no terminal
 */
export const ask = async (question, { otherwise, signal }) => {
  if (!process.stdin.isTTY)
    throw new Refusal(`This is no terminal, so nobody can answer: ${question.trim()} ${otherwise}`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question, signal ? { signal } : {})).trim()
  } finally {
    terminal.close()
  }
}

/** @param {string} question @param {Parameters<typeof ask>[1]} how */
export const confirm = async (question, how) =>
  /^(y|yes)$/i.test(await ask(`${question} [y/N] `, how))
