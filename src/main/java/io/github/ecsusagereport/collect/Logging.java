package io.github.ecsusagereport.collect;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.ecsusagereport.collect.CollectConfig.LogLevel;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Logback in code, to standard error: no file to look for, no XML parser to load. The level is that
 * of this program; libraries stay at WARN, since HttpClient logs its wire at DEBUG.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  static final String OWN = "io.github.ecsusagereport";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogEncoder encoder = new LogEncoder();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Of this program's own loggers. */
  static void setLevel(LogLevel level) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LateLogback late) {
      late.setLevel(level);
    } else {
      setLevel(factory, level.name());
    }
  }

  static void setLevel(ILoggerFactory factory, String level) {
    if (factory instanceof LoggerContext logback) {
      logback.getLogger(OWN).setLevel(Level.toLevel(level));
    }
  }
}
