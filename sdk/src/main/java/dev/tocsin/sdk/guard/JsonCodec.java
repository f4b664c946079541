package dev.tocsin.sdk.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;

record JsonCodec<T>(ObjectMapper mapper, Class<T> type, Predicate<T> valid)
    implements CacheCodec<T> {

  @Override
  public String encode(T value) throws JsonProcessingException {
    return mapper.writeValueAsString(value);
  }

  @Override
  public T decode(String text) throws JsonProcessingException {
    T value = mapper.readValue(text, type);
    if (value == null || !valid.test(value)) {
      throw new IllegalArgumentException("the entry makes no sense");
    }
    return value;
  }
}
