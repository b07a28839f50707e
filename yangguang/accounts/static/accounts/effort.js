/* The small effort that a form costs (accounts/effort.py): found in a worker while the form is filled in, or in slices
   where there are no workers. This file is both the page's script and the worker's. Without it the form is taken after a
   short wait. Nothing is shown but one line, which is read aloud. */
(() => {
  const PARTS = 8;
  const K = new Int32Array([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]);
  const W = new Int32Array(64);

  /* The first 32 bits of SHA-256 of a short text (one block: 55 characters of ASCII at most). */
  const head = (text) => {
    W.fill(0, 0, 16);
    const length = text.length;
    for (let i = 0; i < length; i += 1) W[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    W[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
    W[15] = length * 8;
    for (let i = 16; i < 64; i += 1) {
      const x = W[i - 15];
      const y = W[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
    }
    let a = 0x6a09e667, b = 0xbb67ae85, c = 0x3c6ef372, d = 0xa54ff53a;
    let e = 0x510e527f, f = 0x9b05688c, g = 0x1f83d9ab, h = 0x5be0cd19;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return (a + 0x6a09e667) >>> 0;
  };

  /* A search that can be taken up again: step(n) tries n numbers and gives the answer once it has it. */
  const search = (nonce, bits) => {
    const zeros = Math.max(0, bits - 3);
    const found = [];
    let number = 0;
    return (tries) => {
      for (let n = 0; n < tries; n += 1) {
        const fits = zeros === 0 || head(`${nonce}:${found.length}:${number}`) >>> (32 - zeros) === 0;
        if (fits) {
          found.push(number);
          number = 0;
          if (found.length === PARTS) return found.join(".");
        } else number += 1;
      }
      return "";
    };
  };

  if (typeof document === "undefined") {
    self.onmessage = (event) => {
      const step = search(event.data.nonce, event.data.bits);
      let answer = "";
      while (!answer) answer = step(100000);
      self.postMessage(answer);
    };
    return;
  }

  const solved = (nonce, bits, script, done) => {
    const inSlices = () => {
      const step = search(nonce, bits);
      const go = () => {
        const answer = step(2000);
        if (answer) done(answer);
        else setTimeout(go, 0);
      };
      go();
    };
    try {
      const worker = new Worker(script);
      worker.onmessage = (event) => {
        worker.terminate();
        done(event.data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        inSlices();
      };
      worker.postMessage({ nonce, bits });
    } catch {
      inSlices();
    }
  };

  for (const line of document.querySelectorAll("[data-effort]")) {
    const form = line.closest("form");
    const field = form.querySelector("[name=effort_answer]");
    if (field.value) continue;
    let waiting = null;
    line.hidden = false;
    line.textContent = line.dataset.working;
    form.addEventListener("submit", (event) => {
      if (field.value) return;
      event.preventDefault();
      waiting = { by: event.submitter };
      line.textContent = line.dataset.soon;
    });
    solved(line.dataset.nonce, Number(line.dataset.bits), line.dataset.script, (answer) => {
      field.value = answer;
      line.textContent = line.dataset.done;
      if (waiting) form.requestSubmit(waiting.by);
    });
  }
})();
