// Sites on which nothing is read until the reader allows them: where people sign in, write privately, or bank. Data alone.

/**
 * `hosts`: host names, each with all that stands below it. `labels`: what a part of a host name between dots and
 * hyphens may be or end with. `paths`: parts of an address's path. A site that is held although it need not be costs
 * the reader one click; one that is read although it should not be cannot be unread: so the rules are wide.
 * @type {Readonly<Record<"mail" | "bank" | "signin", { hosts: string[], labels: RegExp, paths?: RegExp }>>}
 */
export const RULES = Object.freeze({
  mail: {
    hosts: [
      "mail.google.com", "outlook.live.com", "outlook.office.com", "outlook.office365.com", "outlook.com", "mail.yahoo.com", "mail.aol.com",
      "mail.proton.me", "mail.protonmail.com", "app.tuta.com", "app.fastmail.com", "icloud.com", "mail.zoho.com", "mail.zoho.eu",
      "gmx.net", "gmx.com", "gmx.de", "web.de", "mail.ru", "mail.yandex.ru", "mail.yandex.com", "posteo.de", "mailbox.org",
      "laposte.net", "mail.orange.fr", "messagerie.orange.fr", "webmail.sfr.fr", "mail.163.com", "mail.qq.com", "mail.naver.com",
      "app.hey.com", "web.whatsapp.com", "web.telegram.org", "messages.google.com", "messenger.com", "app.element.io",
    ],
    labels: /^(web)?mail\d*$|^(owa|roundcube|zimbra|horde|sogo|squirrelmail|rainloop)$/,
  },
  bank: {
    hosts: [
      "paypal.com", "wise.com", "revolut.com", "n26.com", "klarna.com", "stripe.com", "venmo.com", "cash.app", "coinbase.com",
      "binance.com", "kraken.com", "americanexpress.com", "chase.com", "citi.com", "wellsfargo.com", "capitalone.com", "hsbc.com",
      "hsbc.co.uk", "barclays.co.uk", "lloydsbank.com", "natwest.com", "santander.com", "bbva.com", "ing.com", "ing.de", "ing.nl",
      "abnamro.nl", "rabobank.nl", "bnpparibas.com", "mabanque.bnpparibas", "societegenerale.fr", "credit-agricole.fr", "lcl.fr",
      "creditmutuel.fr", "boursorama.com", "boursobank.com", "unicredit.it", "intesasanpaolo.com", "ubs.com", "postfinance.ch",
      "dkb.de", "comdirect.de", "sparkasse.de", "vr.de", "schwab.com", "fidelity.com", "vanguard.com", "elster.de",
      "impots.gouv.fr", "irs.gov",
    ],
    labels: /^((e|net|my|online|web|i)?bank(ing|en)?|banque|banca|banco)$|(bank|banking|banque|sparkasse|volksbank|raiffeisen|kreditbank)$/,
  },
  signin: {
    hosts: [
      "accounts.google.com", "login.microsoftonline.com", "login.live.com", "appleid.apple.com", "idmsa.apple.com", "login.yahoo.com",
      "passport.yandex.ru", "auth0.com", "okta.com", "onelogin.com", "1password.com", "bitwarden.com", "lastpass.com", "dashlane.com",
    ],
    labels: /^(login|signin|sign-in|logon|auth|sso|idp|oauth|account|accounts|konto|identity|id)$/,
    paths: /(^|\/)(log-?in|sign-?in|sign-?up|log-?on|signon|sso|oauth2?|authori[sz]e|authenticate|auth|register|password|forgot(-password)?|reset(-password)?|checkout|anmelden|connexion)(\/|\.|$)/i,
  },
});

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|\[::\])$/;
// Networks of one's own (RFC 1918, 4193, 4291, 6762, 8375) and names without a dot, which no public server has.
const NEAR = /^(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|\[f[cde].*\]|[^.:[\]]+|.+\.(local|lan|home|internal|home\.arpa|intranet))$/;

/** @param {string} site @param {string[]} hosts */
const within = (site, hosts) => hosts.some((host) => site === host || site.endsWith(`.${host}`));

/**
 * What kind of site this is, if it is one that is held back.
 * @param {string} site host name, as location.hostname gives it
 * @param {string} path
 * @returns {"mail" | "bank" | "signin" | "local" | null}
 */
export function kindOf(site, path) {
  if (LOOPBACK.test(site) || NEAR.test(site)) return "local";
  const labels = site.toLowerCase().split(".").slice(0, -1);
  for (const kind of /** @type {const} */ (["mail", "bank", "signin"])) {
    const rule = RULES[kind];
    if (within(site, rule.hosts) || labels.some((label) => rule.labels.test(label)) || rule.paths?.test(path)) return kind;
  }
  return null;
}
