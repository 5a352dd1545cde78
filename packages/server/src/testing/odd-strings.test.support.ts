/** Those that most often break something, whatever they are given to. */
export const SHARPEST_STRINGS: readonly string[] = [
  '',
  '\0',
  '\ud800',
  '\u202e',
  '__proto__',
  "' OR 1=1 --",
  '9223372036854775808',
  '+275761-01-01T00:00:00Z',
  'a'.repeat(4_096),
];

/**
 * More than 500 strings that are easy to get wrong: blanks, controls, half characters, numbers,
 * dates, names of JavaScript's own, and pieces of other languages.
 */
export const ODD_STRINGS: readonly string[] = [
  ...new Set([
    ...SHARPEST_STRINGS,
    ...controls(),
    ...blanks(),
    ...halves(),
    ...letters(),
    ...numbers(),
    ...dates(),
    ...namesOfJavaScript(),
    ...markup(),
    ...queries(),
    ...paths(),
    ...data(),
    ...identifiers(),
    ...long(),
  ]),
];

/** Every control character alone, and some amid text. */
function controls(): readonly string[] {
  const codes = [...range(0x00, 0x20), ...range(0x7f, 0xa0)];
  const amid = words('\0 \n \r \t \b \u001b \u007f \u0085');
  return [
    ...codes.map((code) => String.fromCodePoint(code)),
    ...amid.map((control) => `a${control}b`),
    ...words('\u001b[31mred\u001b[0m \u001b]0;title\u0007 \r\nX-Injected:yes \r\n\r\n \n\n'),
    ...words('a\0 \0a \0\0\0'),
    ...words('%00 %0d%0a %0aSet-Cookie:x=y \\0 \\u0000 \\r\\n'),
  ];
}

function blanks(): readonly string[] {
  const codes = [0x20, 0xa0, 0xad, 0x1680, 0x180e, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000];
  const more = [...range(0x2000, 0x2010), 0xfeff, 0x115f, 0x3164, 0x2800, 0x061c];
  return [
    ...[...codes, ...more].map((code) => String.fromCodePoint(code)),
    ...texts('|  | a|a | a |a  b'),
    // Text that runs the other way.
    ...words('\u202e \u202d\u202c \u2066abc\u2069 abc\u202etxt.exe'),
  ];
}

/** Half of a surrogate pair, wrong bytes, and code points that are no characters. */
function halves(): readonly string[] {
  return [
    ...words('\ud800 \udfff \udc00\ud800 a\ud83d \ude00a \ud83d\ud83d \udbff\u0000'),
    ...words('\ufffd \ufffe \uffff \u{1fffe} \u{10ffff} \ufdd0 \ue000 \u{f0000}'),
    ...words('%ED%A0%80 %C0%AF %FF%FE %F8%88%80%80%80 %E2%82 % %% %zz %u0041 %25'),
  ];
}

function letters(): readonly string[] {
  return [
    ...words('👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇺🇸 ❤️ 1️⃣ 🫠 😀😀😀😀😀😀😀😀 ß ẞ ﬃ ı İ ſ e\u0301 é \u0301 Ω ǆ ŉ'),
    ...words(
      '田中さん 和製漢語 사회과학원 สวัสดี Здравствуйте مرحبا שלום 𝕋𝕙𝕖 ⓣⓗⓔ аpp ｃａｌｌｓ l0calhost',
    ),
    ...words('⁰⁴⁵ ½ ① ٣ ९ Ⅷ Z̷̢̛a̸l̶g̵o̷ ﷺ ﷽ \u{12031} \u{1f595} ´ ‘’“” «» … ‽ ¿? § € ™ © \u212a \u212b'),
    `a${'\u0300'.repeat(60)}`,
  ];
}

function numbers(): readonly string[] {
  return [
    ...words('0 -0 +0 1 -1 +1 00 01 0.0 1.0 1.5 .5 5. 1,5 1e1 1E3 1e-1 1e309 1e999 1e200000'),
    ...words('-1e999 5e-324 0x10 0b1 0o7 1_000 1n 1/0 0/0 NaN -NaN Infinity -Infinity +∞ ２ 𝟙 1e'),
    ...words('127 128 255 256 32768 65536 2147483647 2147483648 -2147483649 4294967296'),
    ...words('9007199254740991 9007199254740993 9223372036854775807 9223372036854775808'),
    ...words('-9223372036854775809 18446744073709551616 200 201 10001 999999999 1000000000'),
    ...words('$1 1% 1;2 1..2 --1 1-1 0777 1.7976931348623157e308'),
    '9'.repeat(30),
    '9'.repeat(400),
    `0.${'0'.repeat(300)}1`,
    '1 0',
  ];
}

function dates(): readonly string[] {
  return [
    ...words('2026-02-30T00:00:00Z 2026-13-01T00:00:00Z 2025-02-29T12:00:00Z 2026-00-00'),
    ...words('0000-01-01T00:00:00Z 9999-12-31T23:59:59Z 10000-01-01T00:00:00Z 2026-09-01'),
    ...words('+275760-09-13T00:00:00Z +275761-01-01T00:00:00Z -271821-04-20T00:00:00Z'),
    ...words('2026-09-01T24:00:00Z 2026-09-01T23:59:60Z 2026-09-01T00:00:00 2026-09-01T00:00Z'),
    ...words('2026-09-01T00:00:00+99:99 2026-09-01T00:00:00-00:00 2026-09-01t00:00:00z'),
    ...words('20260901T000000Z 2026-W36-2 2026-244 0001-01-01T00:00:00+14:00 1756684800'),
    ...words('9999-12-31T23:59:59-14:00 yesterday now() infinity -infinity epoch ٢٠٢٦-٠٩-٠١'),
    `2026-09-01T00:00:00.${'1'.repeat(80)}Z`,
    '2026-09-01 00:00:00Z',
  ];
}

function namesOfJavaScript(): readonly string[] {
  return [
    ...words('__proto__ constructor prototype hasOwnProperty toString valueOf toJSON then length'),
    ...words('__defineGetter__ __lookupSetter__ isPrototypeOf name caller constructor.prototype'),
    ...words('__proto__.polluted __proto__[polluted] constructor[prototype] undefined null true'),
    ...words('false TRUE True yes on nil None function Symbol(x) this eval process.env globalThis'),
    '[object Object]',
  ];
}

function markup(): readonly string[] {
  return [
    ...words('<script>alert(1)</script> "><img/src=x/onerror=alert(1)> <svg/onload=x> <!-- ]]>'),
    ...words("'-alert(1)-' javascript:alert(1) data:text/html,<b> <![CDATA[x]]> &lt; &#0;"),
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    ...words('{{7*7}} \u0024{7*7} <%=7*7%> #{7*7} *{7*7} [[7*7]] {%raw%} {0} %s%n @{x} %(x)s'),
    ...words('\u0024{jndi:ldap://127.0.0.1/a} {{constructor.constructor("return(1)")()}}'),
  ];
}

function queries(): readonly string[] {
  return [
    ...texts("' OR 1=1 --|' OR '1'='1|'; DROP TABLE calls; --|' UNION SELECT NULL--"),
    ...texts("1; SELECT pg_sleep(9)|1' AND SLEEP(9)#|$$;SELECT 1;$$|%' OR '%'='"),
    ...words(`' '' " :id ? \\ \\' _ /* */ -- ; E'\\x00' x'::int ( ) ((( ))) | || &&`),
    ...words('{"$ne":null} {"$gt":""} [$ne] {$where:"1"} *)(uid=*))(|(uid=*'),
  ];
}

/** Of files, hosts and shells. */
function paths(): readonly string[] {
  return [
    ...words('../../etc/passwd ..\\..\\windows\\win.ini ....//....//etc /etc/passwd // / \\\\'),
    ...words('.../ ./x %2e%2e%2f %252e%252e%252f ..%c0%af ..;/ file:///etc/passwd ~root C:\\ CON'),
    ...words('NUL COM1 a/b a?b a#b a&b=c a;b a=b a+b .git/HEAD ? # & = * http://[::1]/'),
    ...words('http://169.254.169.254/ //evil.example https://a@b `id` $(id) $HOME $IFS !! -rf'),
    ...words('--help - =cmd|1 +1+1 @SUM(1) %d%d%d %x%x %s %n %p %99999999s'),
    ...texts('; ls|&& id|> /tmp/x|() { :;}; echo x'),
    '| id',
  ];
}

function data(): readonly string[] {
  return [
    ...words('{} [] "" { } [ ] {"a": [1, {"a":1} [[[[]]]] "\\ud800" {"__proto__":1} a,b , ,,'),
    ...words('a=1&a=2 YTox eyJhbGciOiJub25lIn0.e30. application/json text/plain */* bytes=0-'),
    ...texts('multipart/form-data; boundary=|gzip, *;q=0'),
    '['.repeat(500),
    '{"a":'.repeat(200),
  ];
}

function identifiers(): readonly string[] {
  return [
    ...words('00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff'),
    ...words('019903a1-6c00-7000-8000-00000000000 019903A1-6C00-7000-8000-000000000001 urn:uuid:1'),
    ...words('{00000000} raw_000000000000_ default +14155550100 14155550100 tel:+1415 + blocked'),
    ...words('127.0.0.1 ::1 ::ffff:127.0.0.1 999.1.1.1 [::1]:80 a.example user@example.com'),
    ...words('https://crm.example.com started_at -started_at anonymous'),
    ...texts('Bearer x|Basic eDp5|+1 (415) 555-0100|1.2.3.4, 5.6.7.8|"a b"@example.com'),
    `raw_${'0'.repeat(12)}_${'A'.repeat(49)}`,
  ];
}

function long(): readonly string[] {
  const lengths = [63, 64, 65, 255, 256, 1_024, 1_025, 4_096, 7_000];
  return [
    ...lengths.map((length) => 'a'.repeat(length)),
    ...words('é % \\ / a, &a [ " 😀').map((text) => text.repeat(300)),
    ' '.repeat(2_000),
  ];
}

/** Apart from each other by blanks. */
function words(line: string): readonly string[] {
  return line.split(' ');
}

/** With blanks in them. */
function texts(line: string): readonly string[] {
  return line.split('|');
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
