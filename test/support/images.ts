/** Image files as small as they can be: enough of each kind for its header; `png` is whole, so that browsers show it. */

import { crc32, deflateSync } from 'node:zlib';

export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of grey.
  header.set([8, 0, 0, 0, 0], 8);
  // Of a large one only the header is there.
  const isSmall = width * height <= 1_000_000;
  const rows = isSmall ? Buffer.alloc((width + 1) * height, 0x60) : Buffer.alloc(0);
  for (let row = 0; isSmall && row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([frame, named, check]);
}

/** An application segment, then a start of frame. */
export function jpeg(width: number, height: number): Buffer {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, ...size, 1, 1, 17, 0, 0xff, 0xd9]);
}

export function gif(width: number, height: number): Buffer {
  return Buffer.concat([Buffer.from('GIF89a'), Buffer.from([width, 0, height, 0, 0, 0, 0, 0x3b])]);
}

export function webp(width: number, height: number): Buffer {
  const chunk = Buffer.from([0, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0]);
  return Buffer.concat([Buffer.from('RIFF\u0016\0\0\0WEBPVP8X\u000a\0\0\0', 'latin1'), chunk]);
}

export function avif(width: number, height: number): Buffer {
  const box = (name: string, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const properties = box('iprp', box('ipco', box('ispe', size)));
  return Buffer.concat([
    box('ftyp', Buffer.from('avif\0\0\0\0mif1avif', 'latin1')),
    box('meta', Buffer.alloc(4), properties),
  ]);
}
