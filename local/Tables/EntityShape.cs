using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Proctoring.Local.Tables;

/// <summary>What is stored of an entity class: its public read-write properties, less the ignored ones.</summary>
sealed class EntityShape
{
    static readonly ConcurrentDictionary<Type, EntityShape> Known = [];

    EntityShape(Type type)
    {
        Create = type.GetConstructor(Type.EmptyTypes) is { } constructor
            ? Expression.Lambda<Func<object>>(Expression.New(constructor)).Compile()
            : () => throw new MissingMethodException($"{type} needs a public constructor without parameters to be read from a table.");
        Properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.CanWrite && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<IgnoreDataMemberAttribute>() is null)
            .Select(p => new EntityProperty(p))
            .ToArray();
    }

    public Func<object> Create { get; }

    public IReadOnlyList<EntityProperty> Properties { get; }

    public static EntityShape Of(Type type) => Known.GetOrAdd(type, static t => new EntityShape(t));
}

/// <summary>One property of an entity class, with compiled access.</summary>
sealed class EntityProperty
{
    public EntityProperty(PropertyInfo property)
    {
        // The real client honours [DataMember(Name)] as the stored name.
        Name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
        EncodedName = JsonEncodedText.Encode(Name);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsETag = property.PropertyType == typeof(Azure.ETag);
        IsTimestamp = property.Name == nameof(ITableEntity.Timestamp);

        var entity = Expression.Parameter(typeof(object));
        var typed = Expression.Property(Expression.Convert(entity, property.DeclaringType!), property);
        Get = Expression.Lambda<Func<object, object?>>(Expression.Convert(typed, typeof(object)), entity).Compile();
        var value = Expression.Parameter(typeof(object));
        Set = Expression.Lambda<Action<object, object?>>(
            Expression.Assign(typed, Expression.Convert(value, property.PropertyType)), entity, value).Compile();
    }

    public string Name { get; }

    public JsonEncodedText EncodedName { get; }

    /// <summary>The property's type without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    public bool IsETag { get; }

    public bool IsTimestamp { get; }

    public Func<object, object?> Get { get; }

    public Action<object, object?> Set { get; }
}
