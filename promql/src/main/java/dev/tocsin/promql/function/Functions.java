package dev.tocsin.promql.function;

import static dev.tocsin.promql.ast.ValueType.INSTANT_VECTOR;
import static dev.tocsin.promql.ast.ValueType.RANGE_VECTOR;
import static dev.tocsin.promql.ast.ValueType.SCALAR;
import static dev.tocsin.promql.ast.ValueType.STRING;

import dev.tocsin.promql.function.Code.SampleCode;
import dev.tocsin.promql.function.Code.VectorCode;
import dev.tocsin.promql.function.Code.WindowCode;
import dev.tocsin.promql.function.Function.Trait;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The function table.
public final class Functions {
  private static final Map<String, Function> TABLE = table();

  private Functions() {}

  /// The function of a name, or null when there is none. Names are case-sensitive.
  public static @Nullable Function named(String name) {
    return TABLE.get(name);
  }

  public static Set<String> names() {
    return TABLE.keySet();
  }

  private static Map<String, Function> table() {
    Map<String, Function> table = new LinkedHashMap<>();
    var functions = new ArrayList<Function>();
    functions.addAll(ranges());
    functions.addAll(weighedRanges());
    functions.addAll(numbers());
    functions.addAll(trigonometry());
    functions.addAll(dates());
    functions.addAll(vectors());
    functions.forEach(function -> table.put(function.name(), function));
    return table;
  }

  private static List<Function> ranges() {
    Signature range = Signature.of(INSTANT_VECTOR, RANGE_VECTOR);
    Signature scalarFirst = Signature.of(INSTANT_VECTOR, SCALAR, RANGE_VECTOR);
    Signature scalarLast = Signature.of(INSTANT_VECTOR, RANGE_VECTOR, SCALAR);
    return List.of(
        window("rate", range, Rates::rate, Trait.FOR_COUNTERS),
        window("increase", range, Rates::increase, Trait.FOR_COUNTERS),
        window("delta", range, Rates::delta),
        window("irate", range, Rates::instantRate),
        window("idelta", range, Rates::instantDelta),
        window("changes", range, Rates::changes),
        window("resets", range, Rates::resets),
        window("deriv", range, Rates::derivative),
        window("predict_linear", scalarLast, Rates::predictLinear),
        window("avg_over_time", range, Statistics.overTime(Statistics::average)),
        window("min_over_time", range, Statistics.overTime(Statistics::minimum)),
        window("max_over_time", range, Statistics.overTime(Statistics::maximum)),
        window("sum_over_time", range, Statistics.overTime(Statistics::sum)),
        window("count_over_time", range, Statistics.overTime(Statistics::count)),
        window("first_over_time", range, Statistics.overTime(Statistics::first), Trait.KEEPS_NAME),
        window("last_over_time", range, Statistics.overTime(Statistics::last), Trait.KEEPS_NAME),
        window("present_over_time", range, Statistics.overTime(Statistics::one)),
        window(
            "quantile_over_time", scalarFirst, Functions::quantileOverTime, Trait.TAKES_QUANTILE),
        window("stddev_over_time", range, Statistics.overTime(Statistics::deviation)),
        window("stdvar_over_time", range, Statistics.overTime(Statistics::variance)),
        new Function(
            "absent_over_time",
            range,
            new Code.OverWindowThen(Statistics.overTime(Statistics::one), Absence::absent),
            Set.of()));
  }

  private static List<Function> weighedRanges() {
    Signature range = Signature.of(INSTANT_VECTOR, RANGE_VECTOR);
    return List.of(
        window(
            "double_exponential_smoothing",
            Signature.of(INSTANT_VECTOR, RANGE_VECTOR, SCALAR, SCALAR),
            Smoothing::doubleExponential),
        window("mad_over_time", range, Smoothing::medianDeviation),
        window("ts_of_first_over_time", range, Smoothing::firstTime),
        window("ts_of_last_over_time", range, Smoothing::lastTime),
        window("ts_of_max_over_time", range, Smoothing::maximumTime),
        window("ts_of_min_over_time", range, Smoothing::minimumTime));
  }

  private static List<Function> numbers() {
    Signature one = Signature.of(INSTANT_VECTOR, INSTANT_VECTOR);
    Signature limited = Signature.of(INSTANT_VECTOR, INSTANT_VECTOR, SCALAR);
    Signature rounded = Signature.withOptional(INSTANT_VECTOR, INSTANT_VECTOR, SCALAR);
    Signature clamped = Signature.of(INSTANT_VECTOR, INSTANT_VECTOR, SCALAR, SCALAR);
    return List.of(
        number("abs", Math::abs),
        number("ceil", Math::ceil),
        number("floor", Math::floor),
        number("sqrt", Math::sqrt),
        number("exp", Math::exp),
        number("ln", Math::log),
        number("log10", Math::log10),
        sample("log2", one, Maths::log2),
        sample("sgn", one, Maths::sign),
        sample("round", rounded, Maths::round),
        sample("clamp", clamped, Maths::clamp),
        sample("clamp_min", limited, (value, scalars) -> Math.max(scalars[0], value)),
        sample("clamp_max", limited, (value, scalars) -> Math.min(scalars[0], value)));
  }

  private static List<Function> trigonometry() {
    Signature one = Signature.of(INSTANT_VECTOR, INSTANT_VECTOR);
    return List.of(
        number("acos", Math::acos),
        number("asin", Math::asin),
        number("atan", Math::atan),
        number("cos", Math::cos),
        number("sin", Math::sin),
        number("tan", Math::tan),
        number("cosh", Math::cosh),
        number("sinh", Math::sinh),
        number("tanh", Math::tanh),
        sample("acosh", one, Maths::inverseHyperbolicCosine),
        sample("asinh", one, Maths::inverseHyperbolicSine),
        sample("atanh", one, Maths::inverseHyperbolicTangent),
        number("deg", Math::toDegrees),
        number("rad", Math::toRadians),
        vector("pi", Signature.of(SCALAR), Scalars::pi));
  }

  private static List<Function> dates() {
    return List.of(
        date("minute", ZonedDateTime::getMinute),
        date("hour", ZonedDateTime::getHour),
        date("day_of_week", date -> date.getDayOfWeek().getValue() % 7),
        date("day_of_month", ZonedDateTime::getDayOfMonth),
        date("day_of_year", ZonedDateTime::getDayOfYear),
        date("days_in_month", date -> date.toLocalDate().lengthOfMonth()),
        date("month", ZonedDateTime::getMonthValue),
        date("year", ZonedDateTime::getYear));
  }

  private static List<Function> vectors() {
    Signature none = Signature.of(SCALAR);
    Signature one = Signature.of(INSTANT_VECTOR, INSTANT_VECTOR);
    return List.of(
        vector("absent", one, Absence::absent),
        vector(
            "histogram_fraction",
            Signature.of(INSTANT_VECTOR, SCALAR, SCALAR, INSTANT_VECTOR),
            ClassicHistograms::fraction),
        vector(
            "histogram_quantiles",
            new Signature(List.of(INSTANT_VECTOR, STRING, SCALAR), 0, true, INSTANT_VECTOR),
            ClassicHistograms::quantiles),
        vector(
            "histogram_quantile",
            Signature.of(INSTANT_VECTOR, SCALAR, INSTANT_VECTOR),
            ClassicHistograms::quantile),
        vector(
            "label_join",
            Signature.withRest(INSTANT_VECTOR, INSTANT_VECTOR, STRING, STRING, STRING),
            LabelEdits::join),
        vector(
            "label_replace",
            Signature.of(INSTANT_VECTOR, INSTANT_VECTOR, STRING, STRING, STRING, STRING),
            LabelEdits::replace),
        vector("max_of", Signature.of(SCALAR, SCALAR, SCALAR), Scalars.ofTwo(Math::max)),
        vector("min_of", Signature.of(SCALAR, SCALAR, SCALAR), Scalars.ofTwo(Math::min)),
        vector("start", none, Scalars.ofQuery(QueryTimes::startMillis)),
        vector("end", none, Scalars.ofQuery(QueryTimes::endMillis)),
        vector("step", none, Scalars.ofQuery(QueryTimes::stepMillis)),
        vector("range", none, Scalars.ofQuery(query -> query.endMillis() - query.startMillis())),
        vector("scalar", Signature.of(SCALAR, INSTANT_VECTOR), Scalars::scalar),
        vector("sort", one, Ordering::ascending),
        vector(
            "sort_by_label",
            Signature.withRest(INSTANT_VECTOR, INSTANT_VECTOR, STRING),
            Ordering::byLabels),
        vector(
            "sort_by_label_desc",
            Signature.withRest(INSTANT_VECTOR, INSTANT_VECTOR, STRING),
            Ordering::byLabelsDescending),
        vector("sort_desc", one, Ordering::descending),
        vector("time", Signature.of(SCALAR), Scalars::time),
        new Function("timestamp", one, new Code.SampleTimes(Scalars::stepTimes), Set.of()),
        vector("vector", Signature.of(INSTANT_VECTOR, SCALAR), Scalars::vector));
  }

  private static double quantileOverTime(Window window, double[] scalars) {
    return Quantile.of(scalars[0], window.copiedValues(), window.size());
  }

  private static Function window(
      String name, Signature signature, WindowCode code, Trait... traits) {
    return new Function(name, signature, new Code.OverWindow(code), Set.of(traits));
  }

  private static Function number(String name, DoubleUnaryOperator code) {
    return sample(
        name,
        Signature.of(INSTANT_VECTOR, INSTANT_VECTOR),
        (value, scalars) -> code.applyAsDouble(value));
  }

  private static Function sample(String name, Signature signature, SampleCode code) {
    return new Function(name, signature, new Code.PerSample(code), Set.of());
  }

  private static Function date(String name, ToIntFunction<ZonedDateTime> part) {
    return vector(
        name, Signature.withOptional(INSTANT_VECTOR, INSTANT_VECTOR), Calendar.part(part));
  }

  private static Function vector(String name, Signature signature, VectorCode code) {
    return new Function(name, signature, new Code.PerVector(code), Set.of());
  }
}
