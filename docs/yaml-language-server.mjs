// Drives the real yaml-language-server over stdio, as an editor does, to see that
// it understands the schemas of sc and to compare it with sc:
//
//     npm install yaml-language-server
//     go build -o sc ./cmd/sc
//     node docs/yaml-language-server.mjs try SERVER SC         completion, hover, diagnostics
//     node docs/yaml-language-server.mjs check SERVER SCHEMA FOLDER   findings, one a line
//
// SERVER is node_modules/.bin/yaml-language-server. "check" opens every .yaml file
// below FOLDER, waits for all diagnostics and prints "path:line:column: message",
// columns in code points as sc counts them. It needs Node 20.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

class Server {
  #child;
  #buffer = Buffer.alloc(0);
  #waiting = new Map();
  #next = 0;
  #diagnosed = () => {};

  constructor(program, schemas) {
    this.diagnostics = new Map();
    this.settings = {
      yaml: { schemas, validate: true, completion: true, hover: true, schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } },
      "[yaml]": {}, editor: { tabSize: 2, detectIndentation: false }, files: {}, http: {},
    };
    this.#child = spawn(program, ["--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout.on("data", (chunk) => this.#read(chunk));
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, head))[1]);
      if (this.#buffer.length < head + 4 + length) return;
      const text = this.#buffer.toString("utf8", head + 4, head + 4 + length);
      this.#buffer = this.#buffer.subarray(head + 4 + length);
      this.#take(JSON.parse(text));
    }
  }

  #take(m) {
    if (m.method === "workspace/configuration") {
      this.#send({ id: m.id, result: m.params.items.map((i) => this.settings[i.section] ?? null) });
    } else if (m.method === "textDocument/publishDiagnostics") {
      this.diagnostics.set(m.params.uri, m.params.diagnostics);
      this.#diagnosed();
    } else if (m.method && m.id !== undefined) {
      this.#send({ id: m.id, result: null });
    } else if (m.id !== undefined) {
      this.#waiting.get(m.id)(m.error ? Promise.reject(new Error(m.error.message)) : m.result);
      this.#waiting.delete(m.id);
    }
  }

  #send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  request(method, params) {
    const id = ++this.#next;
    this.#send({ id, method, params });
    return new Promise((done) => this.#waiting.set(id, done));
  }

  async start(folder) {
    await this.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
          hover: { contentFormat: ["markdown"] },
        },
      },
    });
    this.#send({ method: "initialized", params: {} });
    this.#send({ method: "workspace/didChangeConfiguration", params: { settings: this.settings } });
  }

  open(path, text) {
    const uri = pathToFileURL(path).href;
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return uri;
  }

  // all waits until each of the files has its diagnostics.
  all(uris) {
    return new Promise((done) => {
      this.#diagnosed = () => uris.every((u) => this.diagnostics.has(u)) && done();
      this.#diagnosed();
    });
  }

  async stop() {
    await this.request("shutdown", null);
    this.#send({ method: "exit" });
    await new Promise((done) => this.#child.on("exit", done));
  }
}

async function check(program, schema, folder) {
  const files = readdirSync(folder, { recursive: true }).filter((f) => f.endsWith(".yaml")).sort();
  const texts = files.map((f) => readFileSync(join(folder, f), "utf8"));
  const server = new Server(program, { [pathToFileURL(resolve(schema)).href]: ["*.yaml"] });
  await server.start(resolve(folder));
  const uris = files.map((f, i) => server.open(resolve(folder, f), texts[i]));
  await server.all(uris);
  for (const [i, uri] of uris.entries()) {
    const lines = texts[i].split("\n");
    for (const { range, message } of server.diagnostics.get(uri)) {
      const column = [...(lines[range.start.line] ?? "").slice(0, range.start.character)].length + 1;
      console.log(`${files[i]}:${range.start.line + 1}:${column}: ${message.replaceAll("\n", " ")}`);
    }
  }
  await server.stop();
}

const cursorLine = (text) => text.split("\n").find((line) => line.includes("|"));

// Trial asks the server what an editor would, with | where the cursor stands.
class Trial {
  failed = 0;
  #count = 0;

  // services is the folder of entries; head stands above each.
  constructor(server, services, head) {
    Object.assign(this, { server, services, head });
  }

  open(text) {
    return this.server.open(join(this.services, `svc-${++this.#count}.yaml`), this.head + text);
  }

  async #at(method, text) {
    const before = (this.head + text).split("|")[0];
    const uri = this.open(text.replace("|", ""));
    const line = before.split("\n").length - 1;
    return this.server.request(method, { textDocument: { uri }, position: { line, character: before.length - before.lastIndexOf("\n") - 1 } });
  }

  async completes(text, label, said) {
    const answer = await this.#at("textDocument/completion", text);
    const item = (answer.items ?? answer).find((i) => i.label === label);
    this.judge(`completion at ${JSON.stringify(cursorLine(text))}: ${label}`, item && JSON.stringify(item), said);
  }

  async explains(text, said) {
    this.judge(`hover at ${JSON.stringify(cursorLine(text))}`, (await this.#at("textDocument/hover", text))?.contents.value, said);
  }

  async finds(what, text, said) {
    const uri = this.open(text);
    await this.server.all([uri]);
    this.judge(`diagnostics of ${what}`, this.server.diagnostics.get(uri).map((d) => d.message).join("; "), said);
  }

  judge(what, got, want) {
    const good = want === "" ? got === "" : got?.includes(want);
    if (!good) this.failed++;
    console.log(`${good ? "ok    " : "FAILED"} ${what}${good ? "" : `: got ${got}, want ${want}`}`);
  }
}

async function trial(program, way, schemas, head, entry) {
  console.log(`== ${way}`);
  const folder = mkdtempSync(join(tmpdir(), "sc-editor-"));
  mkdirSync(join(folder, "services"));
  const failed = await understands(program, schemas, { folder, services: join(folder, "services"), head }, entry);
  rmSync(folder, { recursive: true });
  return failed;
}

// setUp tries what "sc init --editor" writes, in the repository that the demo leaves:
// the settings of its folder, as the editor of that folder takes them.
async function setUp(program, sc, entry) {
  console.log("== sc init --editor");
  const stage = mkdtempSync(join(tmpdir(), "sc-demo-"));
  const folder = join(stage, "demo", "repository");
  execFileSync(sc, ["demo", join(stage, "demo")], { stdio: "ignore" });
  execFileSync(sc, ["-C", folder, "init", "--editor"], { stdio: "ignore" });
  const schemas = JSON.parse(readFileSync(join(folder, ".vscode", "settings.json"), "utf8"))["yaml.schemas"];
  const services = join(folder, "catalogue", "services");
  const failed = await understands(program, schemas, { folder, services, head: "" }, entry, async (t) => {
    const rules = join(folder, "catalogue", "procedure.yaml");
    const uri = t.server.open(rules, readFileSync(rules, "utf8"));
    await t.server.all([uri]);
    t.judge("diagnostics of the procedure", t.server.diagnostics.get(uri).map((d) => d.message).join("; "), "");
  });
  rmSync(stage, { recursive: true });
  return failed;
}

async function understands(program, schemas, { folder, services, head }, entry, more = async () => {}) {
  const server = new Server(program, schemas);
  await server.start(folder);
  const t = new Trial(server, services, head);
  await t.finds("an entry", entry, "");
  await t.finds("a misspelt key", entry.replace("category:", "categry:"), "categry");
  await t.explains(entry.replace("category:", "cate|gory:"), "平台资源 / Platforms");
  await t.explains(entry.replace("name:", "na|me:"), "What the service is called.");
  await t.completes("|", "hours", "何时提供服务");
  await t.completes("|", "服务条目 / Service entry", "lifecycle: ");
  await t.completes("category: |", "platform", "平台资源 / Platforms");
  await t.completes("hours:\n  preset: |", "5x8", "周一至周五");
  await t.completes("levels:\n  - |", "op", "How the measured value compares");
  await t.completes("levels:\n  - metric: |", "response_time", "response_time");
  await t.completes("name: |", "中文、英文 / Chinese and English", "zh: ");
  await more(t);
  await server.stop();
  return t.failed;
}

async function tryAll(program, sc) {
  const repository = resolve(fileURLToPath(import.meta.url), "..", "..");
  const entry = readFileSync(join(repository, "catalogue", "services", "svc-db-ops.yaml"), "utf8");
  const folder = mkdtempSync(join(tmpdir(), "sc-schema-"));
  const bundle = join(folder, "service.schema.json");
  writeFileSync(bundle, execFileSync(resolve(sc), ["schema", "show", "service", "--bundle"]));
  const published = join(repository, "schemas", "service.schema.json");
  const services = ["services/*.yaml"];
  const failed =
    (await trial(program, "the published files, by settings", { [pathToFileURL(published).href]: services }, "", entry)) +
    (await trial(program, "the bundle, by settings", { [pathToFileURL(bundle).href]: services }, "", entry)) +
    (await trial(program, "the bundle, by a comment", {}, `# yaml-language-server: $schema=${bundle}\n`, entry)) +
    (await setUp(program, resolve(sc), entry));
  rmSync(folder, { recursive: true });
  process.exitCode = failed ? 1 : 0;
}

const [command, program, ...rest] = process.argv.slice(2);
if (command === "try" && rest.length === 1) {
  await tryAll(resolve(program), ...rest);
} else if (command === "check" && rest.length === 2) {
  await check(resolve(program), ...rest);
} else {
  console.error("usage: yaml-language-server.mjs try SERVER SC | check SERVER SCHEMA FOLDER");
  process.exitCode = 2;
}
