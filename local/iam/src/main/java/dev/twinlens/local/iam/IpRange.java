package dev.twinlens.local.iam;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IPv4 or IPv6 addresses in CIDR notation; a single address is a range of one. */
record IpRange(InetAddress network, int prefixBits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  static Optional<IpRange> parse(String cidr) {
    int slash = cidr.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? cidr : cidr.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int bits = address.get().getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new IpRange(address.get(), bits));
    }
    String prefix = cidr.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
      return Optional.empty();
    }
    return Optional.of(new IpRange(address.get(), Integer.parseInt(prefix)));
  }

  boolean contains(String candidate) {
    Optional<InetAddress> address = address(candidate);
    if (address.isEmpty() || address.get().getAddress().length != network.getAddress().length) {
      return false;
    }
    int shift = network.getAddress().length * Byte.SIZE - prefixBits;
    return new BigInteger(1, network.getAddress())
        .shiftRight(shift)
        .equals(new BigInteger(1, address.get().getAddress()).shiftRight(shift));
  }

  /** Only literals: a name would be looked up. */
  private static Optional<InetAddress> address(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
