// Runs `npm ci`, unless its result is there already.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const directory = new URL(".", import.meta.url);
const stamp = new URL("node_modules/.installed", directory);
const hash = createHash("sha256");
for (const file of ["package.json", "package-lock.json", "no-telemetry/package.json"]) {
  hash.update(readFileSync(new URL(file, directory)));
}
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  const npm = spawnSync("npm", ["ci"], {
    cwd: directory,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.error) {
    console.error(`npm is required to install Azurite and does not start: ${npm.error.message}.`);
    console.error("It comes with Node.js (https://nodejs.org), or as the package npm.");
  }
  if (npm.status !== 0) {
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
