import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/snippets/snippets.js';
import type { SignedRequest } from './snippet-scripts.js';

/** A request, and which of the programs' snippets is to judge it. */
export interface JudgedRequest extends SignedRequest {
  snippet: number;
}

interface Toolchain {
  /** Prints its version, as a sign that it is there and new enough. */
  probe: readonly [command: string, argument: string, atLeast: RegExp];
  /** The files of a program of several snippets, which reads lines and prints a verdict for each. */
  files(codes: readonly string[]): Record<string, string>;
  build: readonly string[];
  run: readonly string[];
}

const each = (codes: readonly string[], write: (index: number) => string): string =>
  codes.map((_code, index) => write(index)).join('\n');

/** A line is the number of the snippet, the body, and names and values of headers; values are base64. */
const TOOLCHAINS = {
  java: {
    probe: ['javac', '--version', /^javac (1[7-9]|[2-9]\d)/],
    files: (codes) => ({
      ...Object.fromEntries(
        codes.map((code, index) => [`p${index}/Webhooks.java`, `package p${index};\n${code}`]),
      ),
      'Main.java': `
import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            String[] parts = line.split("\\t");
            var headers = new HashMap<String, String>();
            for (int i = 2; i < parts.length; i += 2) headers.put(parts[i], new String(Base64.getDecoder().decode(parts[i + 1])));
            byte[] body = Base64.getDecoder().decode(parts[1]);
            System.out.println(switch (parts[0]) {
${each(codes, (index) => `                case "${index}" -> p${index}.Webhooks.verify(headers, body);`)}
                default -> throw new IllegalArgumentException(line);
            });
        }
    }
}
`,
    }),
    build: ['javac', '-d', 'out', '-sourcepath', '.', 'Main.java'],
    run: ['java', '-cp', 'out', 'Main'],
  },
  go: {
    probe: ['go', 'version', /go1\.(19|[2-9]\d)/],
    files: (codes) => ({
      'go.mod': 'module snippets\n\ngo 1.19\n',
      ...Object.fromEntries(codes.map((code, index) => [`p${index}/verify.go`, code])),
      'main.go': `package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strings"
${each(codes, (index) => `	p${index} "snippets/p${index}"`)}
)

func main() {
	verifiers := map[string]func(http.Header, []byte) bool{
${each(codes, (index) => `		"${index}": p${index}.Verify,`)}
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		parts := strings.Split(lines.Text(), "\\t")
		header := http.Header{}
		for i := 2; i < len(parts); i += 2 {
			value, _ := base64.StdEncoding.DecodeString(parts[i+1])
			header.Set(parts[i], string(value))
		}
		body, _ := base64.StdEncoding.DecodeString(parts[1])
		fmt.Println(verifiers[parts[0]](header, body))
	}
}
`,
    }),
    build: ['go', 'build', '-o', 'main', '.'],
    run: ['./main'],
  },
} satisfies Partial<Record<Language, Toolchain>>;

export type CompiledLanguage = keyof typeof TOOLCHAINS;
export const COMPILED_LANGUAGES = Object.keys(TOOLCHAINS) as CompiledLanguage[];

/** Returns whether the language can be compiled here, and says in one line where it cannot. */
export function canCompile(language: CompiledLanguage): boolean {
  const [command, argument, atLeast] = TOOLCHAINS[language].probe;
  const { stdout } = spawnSync(command, [argument], { encoding: 'utf8' });
  const isThere = atLeast.test(stdout ?? '');
  if (!isThere) console.log(`Left out: the code in ${language}; ${command} is not installed.`);
  return isThere;
}

/** Compiles snippets to one program; returns a function that lets it judge requests with a secret. */
export function compileSnippets(
  language: CompiledLanguage,
  codes: readonly string[],
  directory: string,
): (requests: readonly JudgedRequest[], secret: string) => boolean[] {
  const { files, build, run } = TOOLCHAINS[language];
  for (const [name, text] of Object.entries(files(codes))) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const execute = (
    [command = '', ...words]: readonly string[],
    input = '',
    secret = '',
  ): string => {
    const env = { ...process.env, WEBHOOK_SECRET: secret };
    return execFileSync(command, words, { cwd: directory, input, env, encoding: 'utf8' });
  };
  execute(build);
  return (requests, secret) => {
    const input = requests.map((request) => `${lineOf(request)}\n`).join('');
    const verdicts = execute(run, input, secret).trim().split('\n');
    return verdicts.map((verdict) => verdict === 'true');
  };
}

function lineOf({ snippet, headers, body }: JudgedRequest): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const pairs = Object.entries(headers).flatMap(([name, value]) => [name, base64(value)]);
  return [snippet, base64(body), ...pairs].join('\t');
}
