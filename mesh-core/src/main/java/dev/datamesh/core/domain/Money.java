package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact amount of one currency; {@code $2,000} and {@code USD 2000.00} are equal. Immutable.
 *
 * @param amount not negative, its scale within the currency's
 * @param currency ISO 4217 code
 */
public record Money(BigDecimal amount, String currency) implements Comparable<Money> {

  private static final String NUMBER = "([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(\\.[0-9]{1,4})?";
  private static final Pattern SIGN_FIRST =
      Pattern.compile("(\\$|€|£|¥|R\\$|[A-Z]{3})\\s*" + NUMBER);
  private static final Pattern CODE_LAST = Pattern.compile(NUMBER + "\\s*(€|£|[A-Z]{3})");
  private static final Map<String, String> SIGNS =
      Map.of("$", "USD", "€", "EUR", "£", "GBP", "¥", "JPY", "R$", "BRL");

  public Money {
    int digits = currencyOf(currency).getDefaultFractionDigits();
    if (amount.signum() < 0) {
      throw new InvalidInputException("Cannot use a negative amount: " + amount + " " + currency);
    }
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    if (amount.scale() < 0) {
      amount = amount.setScale(0);
    }
    if (digits >= 0 && amount.scale() > digits) {
      throw new InvalidInputException(
          "Cannot use %s %s: the currency has %d decimals".formatted(amount, currency, digits));
    }
  }

  /** Reads {@code $2,000}, {@code €1,500.50}, {@code USD 2000} or {@code 2,000 USD}. */
  public static Money of(String text) {
    String stripped = text.strip();
    Matcher first = SIGN_FIRST.matcher(stripped);
    if (first.matches()) {
      return read(first.group(2), first.group(3), first.group(1));
    }
    Matcher last = CODE_LAST.matcher(stripped);
    if (last.matches()) {
      return read(last.group(1), last.group(2), last.group(3));
    }
    throw new InvalidInputException(
        "\"%s\" is not understood; expected an amount with its currency, such as \"$2,000\" or"
                .formatted(text)
            + " \"2,000 EUR\"");
  }

  private static Money read(
      String whole, @org.jspecify.annotations.Nullable String fraction, String sign) {
    String digits = whole.replace(",", "") + (fraction == null ? "" : fraction);
    return new Money(new BigDecimal(digits), SIGNS.getOrDefault(sign, sign));
  }

  private static Currency currencyOf(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "\"" + code + "\" is no currency; expected a code of ISO 4217, such as USD");
    }
  }

  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new InvalidInputException(
          "Cannot add %s to %s: their currencies differ".formatted(other, this));
    }
    return new Money(amount.add(other.amount), currency);
  }

  /** Orders by currency, then amount. */
  @Override
  public int compareTo(Money other) {
    int byCurrency = currency.compareTo(other.currency);
    return byCurrency != 0 ? byCurrency : amount.compareTo(other.amount);
  }

  /** {@code $2,000}; currencies without a sign of their own as {@code CHF 2,000}. */
  @Override
  public String toString() {
    DecimalFormat format =
        new DecimalFormat(
            amount.scale() > 0 ? "#,##0.00##" : "#,##0",
            DecimalFormatSymbols.getInstance(Locale.ROOT));
    for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
      if (sign.getValue().equals(currency)) {
        return sign.getKey() + format.format(amount);
      }
    }
    return currency + " " + format.format(amount);
  }
}
