package dev.tocsin.sdk.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets that are known by their shape, whatever name they stand under: keys with the prefix of
/// their issuer, signed tokens, credentials in URLs, private keys, card numbers.
final class SecretShapes {

  private static final String BASE64 = "A-Za-z0-9+/_=-";

  private static final Pattern KNOWN =
      Pattern.compile(
          String.join(
              "|",
              "eyJ[A-Za-z0-9_-]{6,}+(?:\\.[A-Za-z0-9_-]*+){1,4}",
              "\\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{4,}+",
              "\\bwhsec_[A-Za-z0-9+/=]{4,}+",
              "\\bsk-[A-Za-z0-9_-]{16,}+",
              "\\bgh[pousr]_[A-Za-z0-9]{16,}+",
              "\\bgithub_pat_\\w{16,}+",
              "\\bglpat-[\\w-]{16,}+",
              "\\bxox[abeprs]-[\\w-]{8,}+",
              "\\bA(?:KIA|SIA)[0-9A-Z]{12,}+",
              "\\bAIza[\\w-]{30,}+",
              "\\bSG\\.[\\w-]{8,}+\\.[\\w-]{8,}+"));

  private static final Pattern BEARER =
      Pattern.compile("\\b(bearer)\\s{1,8}+([A-Za-z0-9._~+/=-]{6,}+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BASIC =
      Pattern.compile("\\b(basic)\\s{1,8}+([" + BASE64 + "]{4,}+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern CREDENTIALS_IN_URL =
      Pattern.compile("://([^\\s/@:\"'<>]{0,256}+:[^\\s/@\"'<>]{0,512}+)@");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}-----|\\z)",
          Pattern.DOTALL);

  /// A digit that begins a run of digits in which single spaces or dashes may stand.
  private static final Pattern CARD =
      Pattern.compile("(?<![0-9A-Za-z.])[2-6](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])");

  private final List<Pattern> additional;

  SecretShapes(Collection<Pattern> additional) {
    this.additional = List.copyOf(additional);
  }

  List<Pattern> additional() {
    return additional;
  }

  String redact(String text) {
    String clean = SecretHints.areIn(text) ? withoutKnownShapes(text) : text;
    for (Pattern pattern : additional) {
      clean = pattern.matcher(clean).replaceAll(Redactor.REDACTED);
    }
    return clean;
  }

  private static String withoutKnownShapes(String text) {
    String clean = KNOWN.matcher(text).replaceAll(Redactor.REDACTED);
    clean = BEARER.matcher(clean).replaceAll("$1 " + Redactor.REDACTED);
    clean = BASIC.matcher(clean).replaceAll(SecretShapes::basic);
    clean = CREDENTIALS_IN_URL.matcher(clean).replaceAll("://" + Redactor.REDACTED + "@");
    clean = PRIVATE_KEY.matcher(clean).replaceAll(Redactor.REDACTED);
    return CARD.matcher(clean).replaceAll(SecretShapes::card);
  }

  /// The word is common ("basic rules"), so only what decodes to `user:password` is taken.
  private static String basic(MatchResult match) {
    return holdsCredentials(match.group(2))
        ? match.group(1) + " " + Redactor.REDACTED
        : Matcher.quoteReplacement(match.group());
  }

  private static boolean holdsCredentials(String encoded) {
    String whole = encoded.replace("=", "").replace('-', '+').replace('_', '/');
    String decodable = whole.length() % 4 == 1 ? whole.substring(0, whole.length() - 1) : whole;
    try {
      byte[] decoded = Base64.getDecoder().decode(decodable);
      return new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String card(MatchResult match) {
    return isCardNumber(match.group())
        ? Redactor.REDACTED
        : Matcher.quoteReplacement(match.group());
  }

  /// Luhn's check over 13 to 19 digits (ISO/IEC 7812-1).
  static boolean isCardNumber(String text) {
    List<Integer> digits = new ArrayList<>();
    text.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.add(c - '0'));
    int sum = 0;
    for (int i = 0; i < digits.size(); i++) {
      int digit = digits.get(digits.size() - 1 - i);
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return digits.size() >= 13 && digits.size() <= 19 && sum % 10 == 0;
  }
}
