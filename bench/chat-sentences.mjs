/** What a chat with a support desk may say, by language; `draw` fills in what differs from one chat to the next. */
export const SENTENCES = {
  English: [
    () => 'Thank you for the quick answer, that already helps a lot.',
    () => 'I tried it twice, in two browsers, and the page stays empty both times.',
    ({ digits }) => `My order ${digits(8)} was paid last week, but the status has not moved since.`,
    ({ digits, below }) =>
      `The invoice of 2025-0${1 + below(9)}-1${below(10)} says $${digits(3)}.${digits(2)}.`,
    () => 'Could you tell me where the setting went that used to stand below the profile picture?',
    () => 'The message reads "your session has ended", although nobody signed out.',
    ({ oneOf }) => `Please open the ${oneOf(THINGS)} menu, choose "Export", and wait until the bar is full.`,
    ({ below }) =>
      `It usually takes between ${2 + below(5)} and ${8 + below(30)} minutes, longer on a Monday morning.`,
    ({ oneOf }) => `Everyone in the team sees the ${oneOf(THINGS)}, but only an owner may change it.`,
    () => 'If that does not help, remove the connection and add it again; nothing is lost by it.',
    ({ digits }) => `Version 4.${digits(1)}.${digits(2)} mends this, and it is installed overnight.`,
    () => 'A refund goes back the way the money came, and the bank may need a few days for it.',
    ({ oneOf }) => `We moved the ${oneOf(THINGS)} into the basic plan, so there is nothing more to pay.`,
    () => 'You keep your history for as long as the account exists, and a copy of it for thirty days after.',
    ({ oneOf }) => `I would rather not lose the ${oneOf(THINGS)} that my colleagues made before the change.`,
    ({ below }) =>
      `About ${10 + below(80)} % of our customers never need it, which is why it is off at first.`,
  ],
  German: [
    () => 'Vielen Dank für die schnelle Rückmeldung, das hilft mir schon sehr weiter.',
    ({ digits }) => `Die Bestellung ${digits(8)} ist seit Tagen bezahlt, aber noch nicht unterwegs.`,
    () => 'Leider erscheint nach der Anmeldung nur eine weiße Seite, auch in einem anderen Browser.',
    ({ below }) => `Am 1${below(10)}.0${1 + below(9)}.2025 wurde der Betrag ein zweites Mal abgebucht.`,
    () =>
      'Öffnen Sie bitte die Einstellungen, wählen Sie „Verknüpfungen“ und entfernen Sie den alten Eintrag.',
    () => 'Die Änderung gilt für alle im Team, sobald jemand mit den nötigen Rechten zustimmt.',
    () => 'Falls die Größe nicht passt, können Sie das Stück natürlich kostenlos zurückschicken.',
    () => 'Ich würde die Vorlagen ungern verlieren, die meine Kollegen vorher angelegt haben.',
    () => 'Das dauert meist nur wenige Minuten, montags früh auch einmal etwas länger.',
  ],
  Spanish: [
    () => 'Muchas gracias por la respuesta, ya casi está resuelto.',
    ({ digits }) => `El pedido ${digits(8)} todavía no ha salido del almacén, según la página.`,
    () => '¿Dónde encuentro ahora la opción que antes estaba debajo de la foto?',
    () => 'Cierre la sesión, espere un momento y vuelva a entrar; los datos no se pierden.',
    ({ digits }) => `La factura indica ${digits(3)},${digits(2)} € y el banco muestra otra cantidad.`,
    () => 'El cambio vale para todo el equipo en cuanto una persona con permiso lo acepta.',
    () => 'No quisiera perder las plantillas que hicieron mis compañeros antes del cambio.',
    () => 'Suele tardar unos minutos, y algo más los lunes por la mañana.',
  ],
  French: [
    () => 'Merci beaucoup, votre réponse m’a déjà bien aidé.',
    ({ digits }) => `La commande ${digits(8)} est payée depuis une semaine et rien ne bouge.`,
    () => 'Après la connexion, la page reste blanche, même avec un autre navigateur.',
    () => 'Ouvrez les réglages, choisissez « Exporter », puis attendez la fin du traitement.',
    ({ digits }) => `Le montant de ${digits(3)},${digits(2)} € a été prélevé deux fois le même jour.`,
    () => 'Ce changement vaut pour toute l’équipe dès que le responsable l’a accepté.',
    () => 'Je ne voudrais pas perdre les modèles que mes collègues ont créés avant la mise à jour.',
    () => 'Cela prend quelques minutes, un peu plus le lundi matin.',
  ],
  Chinese: [
    () => '谢谢你们这么快回复，问题差不多解决了。',
    ({ digits }) => `订单${digits(8)}上周已经付款，可是状态一直没有变化。`,
    () => '请先打开设置，选择导出，然后等待进度条走完。',
    () => '登录以后页面一直是空白的，换了浏览器也一样。',
    () => '退款会原路返回，银行可能还需要几天时间处理。',
    () => '这个选项以前在头像下面，现在找不到了。',
    () => '同事们之前做的模板，我不想因为这次更新而丢失。',
    () => '一般几分钟就好，星期一早上可能会慢一些。',
  ],
  Japanese: [
    () => 'ご返信ありがとうございます。とても助かりました。',
    ({ digits }) => `注文${digits(8)}は先週支払いましたが、まだ発送されていません。`,
    () => '設定を開いて「書き出し」を選び、終わるまでお待ちください。',
    () => 'ログインしても画面が白いままで、別のブラウザーでも同じです。',
    () => '変更は、権限のある方が承認するとチーム全員に適用されます。',
    () => '以前は写真の下にあった項目が、今は見当たりません。',
    () => '同僚が作ったひな形を、更新で失いたくありません。',
    () => '通常は数分で終わりますが、月曜の朝は少し長くかかります。',
  ],
  Russian: [
    () => 'Большое спасибо за быстрый ответ, это уже помогло.',
    ({ digits }) => `Заказ ${digits(8)} оплачен на прошлой неделе, но статус не меняется.`,
    () => 'После входа страница остаётся пустой, и в другом браузере тоже.',
    () => 'Откройте настройки, выберите «Экспорт» и дождитесь окончания.',
    () => 'Изменение действует для всей команды, как только его одобрит владелец.',
    () => 'Раньше эта настройка была под фотографией, а теперь её нигде нет.',
    () => 'Не хотелось бы потерять шаблоны, которые коллеги сделали до обновления.',
    () => 'Обычно это занимает несколько минут, утром в понедельник чуть дольше.',
  ],
};

const THINGS = [
  'report',
  'calendar',
  'dashboard',
  'archive',
  'shared folder',
  'billing',
  'search',
  'template',
];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const KEY_CHARACTERS = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;

/** Sentences that hold what must be masked: nothing in them is anybody's, and no key stands in this source. */
export const SECRET_SENTENCES = [
  ({ drawn }) => `You can write to ${drawn(6, LETTERS)}.${drawn(8, LETTERS)}@example.com at any time.`,
  ({ digits }) => `Please call me back at +1 (415) 555-${digits(4)}, best in the morning.`,
  ({ digits, below }) =>
    `The form asks for my SSN, it is ${200 + below(400)}-${10 + below(89)}-1${digits(3)}.`,
  ({ drawn }) => `It fails with the key sk-proj-${drawn(48, KEY_CHARACTERS)} since the update.`,
];
