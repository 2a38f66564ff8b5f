import { readFileSync } from 'node:fs';
import { crc32 } from './crc32.js';

const SEGMENT_BYTES = 60_000;
const PNG_SIGNATURE_AND_HEADER = 8 + 25;

/** Makes photos that differ in their bytes and show what the project's own photos show. */
export class Photos {
  #jpegs;
  #pngs;

  /** @param directory of the project's photos */
  constructor(directory) {
    const read = (name) => readFileSync(`${directory}/${name}`);
    this.#jpegs = ['cat-and-cup.jpg', 'four.jpg'].map(read);
    this.#pngs = ['camera.png', 'chelsea.png'].map(read);
  }

  /**
   * @param least the least number of bytes
   * @returns `{bytes, contentType, isPhoto}`
   */
  make(random, isPhoto, least = 0) {
    const mark = Buffer.from(`twinlens-chaos ${random.next()} ${random.next()}`);
    if (!isPhoto) {
      const text = Buffer.concat([Buffer.from('This is no photo. '), mark]);
      return { bytes: text, contentType: random.pick(['image/jpeg', 'text/plain']), isPhoto };
    }
    return random.next() < 0.75 || least > 0
      ? { bytes: jpeg(random.pick(this.#jpegs), mark, least), contentType: 'image/jpeg', isPhoto }
      : { bytes: png(random.pick(this.#pngs), mark), contentType: 'image/png', isPhoto };
  }
}

/** With comments after the start of the image. */
function jpeg(photo, mark, least) {
  const comments = [comment(mark)];
  for (let size = photo.length; size < least; size += SEGMENT_BYTES) {
    comments.push(comment(Buffer.alloc(SEGMENT_BYTES, mark)));
  }
  return Buffer.concat([photo.subarray(0, 2), ...comments, photo.subarray(2)]);
}

function comment(content) {
  const header = Buffer.from([0xff, 0xfe, 0, 0]);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([header, content]);
}

/** With a text after the header. */
function png(photo, mark) {
  const chunk = Buffer.concat([Buffer.from('tEXtComment\0'), mark]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(chunk));
  return Buffer.concat([
    photo.subarray(0, PNG_SIGNATURE_AND_HEADER),
    length,
    chunk,
    checksum,
    photo.subarray(PNG_SIGNATURE_AND_HEADER),
  ]);
}
