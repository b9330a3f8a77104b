using System.Text.Json;
using System.Text.Json.Serialization;

namespace JanusCluster.Client.Http;

/// <summary>A field that may be given as text or as a list, as the API's users write it.</summary>
[JsonConverter(typeof(TextOrConverterFactory))]
internal sealed record TextOr<T>(string? Text, IReadOnlyList<T>? List);

internal sealed class TextOrConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(TextOr<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<TextOr<T>>
    {
        public override TextOr<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? new TextOr<T>(reader.GetString(), null) : new TextOr<T>(null, ReadList(ref reader, options));

        public override void Write(Utf8JsonWriter writer, TextOr<T> value, JsonSerializerOptions options)
        {
            if (value.Text is not null)
                writer.WriteStringValue(value.Text);
            else
                JsonSerializer.Serialize(writer, value.List, options);
        }

        private static IReadOnlyList<T>? ReadList(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            try
            {
                return JsonSerializer.Deserialize<IReadOnlyList<T>>(ref reader, options);
            }
            catch (JsonException e)
            {
                throw NestedJsonException.Of(e);
            }
        }
    }
}
