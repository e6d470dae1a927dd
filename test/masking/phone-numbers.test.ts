import { describe, expect, it } from 'vitest';
import { maskText } from '../../lib/masking/mask-text.js';

function masked(text: string): string {
  return maskText(text).text;
}

describe('phone numbers', () => {
  it.each([
    ['+44 20 7946 0958, thanks', '<REDACTED:phone>, thanks'],
    ['(+1) 415 555 2671', '<REDACTED:phone>'],
    ['{"to":"+254712345678"}', '{"to":"<REDACTED:phone>"}'],
    ['+39 06 6982 1234 / +39 06 6982 1235', '<REDACTED:phone> / <REDACTED:phone>'],
    ['dial 0049 30 123463 from abroad', 'dial <REDACTED:phone> from abroad'],
    ['dial 011 44 20 7946 0958', 'dial <REDACTED:phone>'],
    ['(415) 555-2671', '<REDACTED:phone>'],
    ['415-555-2671 or 415.555.2672', '<REDACTED:phone> or <REDACTED:phone>'],
    ['650–253–0000', '<REDACTED:phone>'],
    ['1-800-GOT-JUNK', '<REDACTED:phone>'],
    ['(212) 555-0182 x894', '<REDACTED:phone>'],
    ['tel:+1-201-555-0123;ext=55', 'tel:<REDACTED:phone>'],
    ['Tél. : 06 12 34 56 47', 'Tél. : <REDACTED:phone>'],
    ['手机号：13812345678', '手机号：<REDACTED:phone>'],
    ['тел. 8 (495) 123-45-67', 'тел. <REDACTED:phone>'],
    ['هاتف: ٠٥٠١٢٣٤٥٦٧', 'هاتف: <REDACTED:phone>'],
    ['＋８１　３－１２３４－５６７８', '<REDACTED:phone>'],
    ['phone_number=9876543210', 'phone_number=<REDACTED:phone>'],
    ['"mobilePhone": "0612345678"', '"mobilePhone": "<REDACTED:phone>"'],
    ['call 2125550148 now', 'call <REDACTED:phone> now'],
    ['tel 06 12 34 56 78 ou 06 98 76 54 32', 'tel <REDACTED:phone> ou <REDACTED:phone>'],
    ['0161 496 0123 (phone)', '<REDACTED:phone> (phone)'],
    ['☎0161 496 0123', '☎<REDACTED:phone>'],
    ['📞 0161 496 0123', '📞 <REDACTED:phone>'],
    [
      'TELEPHONE NUMBER OF THE OFFICE IN THE CITY 0161 496 0123',
      'TELEPHONE NUMBER OF THE OFFICE IN THE CITY <REDACTED:phone>',
    ],
    ['0161 496 0123 - mobile phone', '<REDACTED:phone> - mobile phone'],
    ['My Japanese number is 090-1234-5678', 'My Japanese number is <REDACTED:phone>'],
    ['GET /lookup?to=%2B40712555660&lang=ro', 'GET /lookup?to=<REDACTED:phone>&lang=ro'],
    ['https://wa.me/2348024061133', 'https://wa.me/<REDACTED:phone>'],
    ['Fono 2 2887 6486 de 9:30 a 18:00', 'Fono <REDACTED:phone> de 9:30 a 18:00'],
    ['Ph. 98765 43210', 'Ph. <REDACTED:phone>'],
    ['Mob: 07700 900123', 'Mob: <REDACTED:phone>'],
    ['WA 0812-3456-7890', 'WA <REDACTED:phone>'],
    ['soita numeroon 040 1234567', 'soita numeroon <REDACTED:phone>'],
    ['Helistage 5123 4567', 'Helistage <REDACTED:phone>'],
    ['Zvaniet 2123 4567', 'Zvaniet <REDACTED:phone>'],
    ['Kancelejas tālr. 67 123 456', 'Kancelejas tālr. <REDACTED:phone>'],
    ['Telefown: 2123 4567', 'Telefown: <REDACTED:phone>'],
    ['truca al 612 34 56 78', 'truca al <REDACTED:phone>'],
    ['тэл. 8 029 123-45-67', 'тэл. <REDACTED:phone>'],
    ['ફોન: 98765 43210', 'ફોન: <REDACTED:phone>'],
    ['ስልክ 0911 234567', 'ስልክ <REDACTED:phone>'],
    ['0161 496 0123 (ph)', '<REDACTED:phone> (ph)'],
    ['電話 06-6345-8950 内線 305', '電話 <REDACTED:phone>'],
    ['tel. 22 123 45 67 wew. 12', 'tel. <REDACTED:phone>'],
    ['+44 20 7946 0958 (ext. 12), thanks', '<REDACTED:phone>, thanks'],
    ['Teléf. 7832 6770', 'Teléf. <REDACTED:phone>'],
    ['Ffôn: 029 2087 5789', 'Ffôn: <REDACTED:phone>'],
    ['Laharana finday: 034 32 102 30', 'Laharana finday: <REDACTED:phone>'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    'order number 4155550123 shipped',
    'Numéro de commande 0612345678',
    '订单号 13812345678',
    'Phone: n/a, order: 1990340123',
    'call_id=1715763212 duration=300',
    'epoch 1715763212 vs 1715763212345',
    'ip 192.168.100.240, tel aviv 2024-05-12 12:00',
    'Call me on 12/05/2024',
    'Fax machines were common in 1990-2005',
    'ISBN 978-3-16-148410-0',
    'Visa 4111 1111 1111 1111, exp 04/27',
    'GB29 NWBK 6016 1331 9268 19',
    'DE89 3704 0044 0532 0130 00',
    'tracking 9400 1000 0000 0000 0000 00',
    'lat 59.91273, lon 10.74609',
    'upgrade from 4.12.0.7781 to 124.0.6367.207',
    '650+253+1234 and $1650-253-1234',
    'ticket ABC-4155550132',
    'ZIP 94105-1234',
    'Seattle, WA 98101-1234',
    'pH 7.4 of sample 20250118',
    'a mob of 2000000 people',
    'wrong social security number 514-00-7723',
    'Позов 12345678 від 2024 року',
    'x=%2B1234567890123 and %2B0712555660',
    '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15',
    "Numéro d'assurance sociale 046 454 286",
    'Número de CPF 123 456 789 09',
  ])('not in %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
