package io.github.ecsusagereport.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.ecsusagereport.summary.Timestamps;

/**
 * Time, level, message, stack trace. Logback's patterns bring a parser, java.time's formatters and
 * regular expressions: 200 classes for one line.
 */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int LEVEL_WIDTH = 5;

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(200);
    text.append(Timestamps.format(event.getTimeStamp() * NANOS_PER_MILLI, 3)).append(' ');
    text.append(event.getLevel());
    for (int i = event.getLevel().toString().length(); i < LEVEL_WIDTH; i++) {
      text.append(' ');
    }
    text.append(' ').append(event.getFormattedMessage()).append('\n');
    if (event.getThrowableProxy() != null) {
      text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return text.toString().getBytes(UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
