using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;

namespace Proctoring.Local.Tables;

/// <summary>
/// A lambda over an entity as a filter: comparisons of its properties with values, joined by and, or and not. What the
/// filter language cannot say is refused.
/// </summary>
sealed class ExpressionFilter
{
    readonly ParameterExpression _entity;

    ExpressionFilter(ParameterExpression entity) => _entity = entity;

    /// <summary>Null when every row matches.</summary>
    public static string? Create<T>(Expression<Func<T, bool>> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var text = new ExpressionFilter(filter.Parameters[0]).Condition(filter.Body);
        return text == "true" ? null : text;
    }

    string Condition(Expression expression)
    {
        expression = WithoutConversion(expression);
        if (!MentionsEntity(expression)) return FilterLiteral.Of(Evaluate(expression));
        return expression switch
        {
            BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } and => $"({Condition(and.Left)}) and ({Condition(and.Right)})",
            BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } or => $"({Condition(or.Left)}) or ({Condition(or.Right)})",
            UnaryExpression { NodeType: ExpressionType.Not } not => $"not ({Condition(not.Operand)})",
            BinaryExpression comparison => Comparison(comparison),
            MethodCallExpression { Method.Name: nameof(Equals), Object: { } left, Arguments: [var right] } => Compare("eq", left, right),
            MethodCallExpression { Method.Name: nameof(Equals), Object: null, Arguments: [var left, var right] } => Compare("eq", left, right),
            _ when PropertyName(expression) is { } flag => $"{flag} eq true",
            _ => throw NotSupported(expression),
        };
    }

    string Comparison(BinaryExpression comparison)
    {
        var (left, right) = (WithoutConversion(comparison.Left), WithoutConversion(comparison.Right));
        // a.CompareTo(b) > 0 and string.Compare(a, b) > 0 are how C# orders strings.
        if (left is MethodCallExpression call && !MentionsEntity(right) && Evaluate(right) is 0)
        {
            switch (call)
            {
                case { Method.Name: nameof(string.CompareTo), Object: { } first, Arguments: [var second] }:
                    return Compare(Operator(comparison.NodeType), first, second);
                case { Method.Name: nameof(string.Compare) or nameof(string.CompareOrdinal), Arguments: [var first, var second] }:
                    return Compare(Operator(comparison.NodeType), first, second);
            }
        }

        return Compare(Operator(comparison.NodeType), left, right);
    }

    string Compare(string operation, Expression left, Expression right)
    {
        (left, right) = (WithoutConversion(left), WithoutConversion(right));
        if (PropertyName(left) is { } property && !MentionsEntity(right)) return $"{property} {operation} {FilterLiteral.Of(Value(left, right))}";
        if (PropertyName(right) is { } other && !MentionsEntity(left)) return $"{other} {Mirror(operation)} {FilterLiteral.Of(Value(right, left))}";
        throw NotSupported(left);
    }

    /// <summary>The compiler turns an enum into a number; the stored value is its name.</summary>
    static object? Value(Expression property, Expression value)
    {
        var result = Evaluate(value);
        var type = Nullable.GetUnderlyingType(property.Type) ?? property.Type;
        return type.IsEnum && result is not null ? Enum.ToObject(type, result) : result;
    }

    string? PropertyName(Expression expression) => expression switch
    {
        MemberExpression { Member.Name: "Value", Expression: MemberExpression inner } nullable
            when Nullable.GetUnderlyingType(inner.Type) is not null && nullable.Member.DeclaringType == inner.Type => PropertyName(inner),
        MemberExpression { Expression: { } owner, Member: PropertyInfo property } when WithoutConversion(owner) == _entity =>
            property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name,
        MethodCallExpression { Object: { } owner, Arguments: [var name] } getter
            when WithoutConversion(owner) == _entity && typeof(IDictionary<string, object>).IsAssignableFrom(_entity.Type)
            && (getter.Method.Name == "get_Item" || getter.Method.Name.StartsWith("Get", StringComparison.Ordinal)) => (string?)Evaluate(name),
        _ => null,
    };

    bool MentionsEntity(Expression expression)
    {
        var search = new Search(_entity);
        search.Visit(expression);
        return search.Found;
    }

    static object? Evaluate(Expression expression) => expression is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    static Expression WithoutConversion(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } conversion) expression = conversion.Operand;
        return expression;
    }

    static string Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        _ => throw new NotSupportedException($"The operator {type} is not supported in a filter."),
    };

    static string Mirror(string operation) => operation switch
    {
        "gt" => "lt",
        "ge" => "le",
        "lt" => "gt",
        "le" => "ge",
        _ => operation,
    };

    static NotSupportedException NotSupported(Expression expression) => new($"The expression {expression} is not supported in a filter.");

    sealed class Search(ParameterExpression wanted) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found |= node == wanted;
            return node;
        }
    }
}
