/** Letters that scripts are run over. Octet strings, lines ended by CRLF. */
const letter = (text: string): string => Buffer.from(text.replace(/\n/g, '\r\n')).toString('latin1');

export const LETTERS = {
  plain: letter(`Received: from mx.example.net by mail.example.com; Wed, 02 Apr 1997 00:00:01 +0900
Received: from home (unknown) by mx.example.net; Tue, 1 Apr 1997 09:10:00 -0800
From: Tim Berners <tim@w3.example.org>
To: "Roadrunner, Fast" <roadrunner+desert@acme.example.com>, coyote@Desert.example.org
Cc: Friends: amy@friends.example.net, "bob smith"@friends.example.net;
Subject:   I have a present for you
Date: Tue, 1 Apr 1997 09:06:31 -0800
Message-ID: <1234@w3.example.org>
X-Number: 0042
X-Number: 7 apples
X-Empty:
X-Caffeine: C8H10N4O2
X-Spam-Score: 40
List-Id: Example <list.example.org>
X-Folded: one
\ttwo  three
X-Spaces: a  b   c

Look, I'm sorry about the whole anvil thing, and I really
didn't mean to try and drop it on you from the top of the
cliff.
Trailing dots...
`),
  turkish: letter(`From: =?utf-8?q?Ay=C5=9Fe_Y=C4=B1lmaz?= <ayse@ornek.example.com>
To: =?iso-8859-9?q?=DCmit?= <umit+fatura@ornek.example.com>
Subject: =?utf-8?b?RmF0dXJhIMSww5ZaRUw=?= =?utf-8?q?_g=C3=BCnl=C3=BCk?=
Reply-To: muhasebe@ornek.example.com
Date: Fri, 27 Nov 2026 23:30:00 +0300
Message-ID: <fatura-1@ornek.example.com>
X-Raw: Şeker çay
Importance: high
X-Enc: a =?utf-8?q?b_?= c =?utf-8?q?_d__e?= =?utf-8?q?f?=  g
X-Bad: =?nonsense?q?abc?= =?utf-8?x?abc?= =?utf-8?q?open end
X-Short: =?utf-8?q??= x =?utf-8?b?xZ8?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Say=C4=B1n =C3=9Cmit Bey, faturan=C4=B1z ekte=
dir.
`),
  parts: letter(`From: shop@example.net
To: buyer@example.com
Subject: Order
Date: Mon, 30 Nov 2026 10:00:00 GMT
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=frontier

This is the prologue.
--frontier
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

VG90YWwgMTAwIMO8cnVu
--inner
Content-Type: text/html; charset=utf-8

<html><body><p>Total <b>100</b> items</p></body></html>
--inner--
--frontier
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQgc2VjcmV0
--frontier
Content-Type: message/rfc822

From: inner@example.org
Subject: Enclosed one

Enclosed words
--frontier--
This is the epilogue.
`),
  bare: letter(`Subject: no sender
X-Long: ${'ab'.repeat(400)}

a
`),
} as const;
export type LetterName = keyof typeof LETTERS;
