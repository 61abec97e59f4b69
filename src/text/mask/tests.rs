use super::view::View;
use super::{found, masked};

/// Inputs whose secret is `SECRET`-like text between `‹` and `›`; the marks are taken
/// out before it is read.
const HIDDEN: &[&str] = &[
    // By the last word of their key.
    "TENCENTCLOUD_SECRETKEY=‹Gu5t9xGARNpq86cd98joQYCN3EXAMPLE›",
    "COS_SECRET_KEY=‹abc›",
    "DB_PASSWORD=‹p@ss,w0rd-rest›",
    "MYSQL_PWD=‹ab›",
    "//registry.npmjs.org/:_authToken=‹abc-def›",
    "X-TC-Token: ‹abc›",
    "x-api-key: ‹abc›",
    "customLoginTicket=‹abc/@@/def›",
    "X-CloudBase-Authorization: ‹abc, def›",
    "x?q-signature=‹0123abc›&x=1",
    "OPENAI_API_KEY=‹abc›",
    "EncodingAESKey=‹abc›",
    "?js_code=‹0a3Bcd›&grant_type=authorization_code",
    "mchKey: '‹abc def›'",
    "spring.datasource.password=‹a&b;c›",
    "secret_key_1=‹abc›",
    // Values by their own delimiters.
    r#"{"password":"‹my secret pass›"}"#,
    r#"{"password":"‹a,b;c&d)e}f›","x":1}"#,
    r#"{"password":"‹a\"b\\›","x":1}"#,
    r#"{"log":"{\"password\":\"‹a\\\"b, c›\",\"x\":1}"}"#,
    r#"{"private_key":"‹-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\n›"}"#,
    "{'token': u'‹a b›', 'x': 1}",
    "{'token': b'‹a b›'}",
    "password = `‹a b›`",
    "password: ‹my secret pass›\nother: x",
    "Cookie: ‹a=b; c=\"d\"; e=f›\nHost: x",
    r#"curl -H "Cookie: ‹a=b; c=d›" https://x"#,
    r#"{"headers":"Authorization: ‹Bearer abc›\r\nHost: x"}"#,
    r#"{"set-cookie":["‹a=b; Path=/›","‹c=d; HttpOnly›"],"x":1}"#,
    r#"{"cookies":{"sid":"‹abc def›","b":"‹c›"},"x":1}"#,
    "got authorization: ‹TC3-HMAC-SHA256 Credential=x/2024-01-01/cvm/tc3_request, SignedHeaders=host, Signature=0a1b› and failed",
    r#"{"pwd":"‹1›"}"#,
    // Separators.
    "<SecretKey>‹abc d›</SecretKey>",
    "<Token><![CDATA[‹a<b›]]></Token>",
    "<db:Password type=\"x\">‹abc›</db:Password>",
    r#"<add key="SecretKey" value="‹abc d›"/>"#,
    r#"<property name="password">‹abc›</property>"#,
    "cli --apiKey ‹abcdef› --region x",
    r#"{"Key":"SECRET_KEY","Value":"‹a b›"}"#,
    r#"{"Value":"‹a b›","Key":"SECRET_KEY"}"#,
    r#"{"name":"token","in":"header","value":"‹abc›"}"#,
    r"token\u003d‹abc›\u0026x\u003d1",
    "password:\n  ‹hunter2›\nnext: 1",
    "secret_key: |\n  ‹line one›\n  ‹line two›\nnext: 1",
    "password\t‹hunter2›",
    "the password is ‹hunter2›",
    "password is \"‹correct horse›\"",
    "密码为‹abc123›",
    "密码是 ‹abc123›。",
    "&{SecretId:‹id1› SecretKey:‹abc› Region:ap-guangzhou}",
    r#"["Authorization","‹Bearer abc›"]"#,
    "('token', '‹abc›')",
    r#"headers["Authorization"] = "‹Bearer abc›""#,
    "headers => Authorization => ‹abc›",
    "-u ‹root:hunter2› https://x",
    "client.setPassword(\"‹a b›\")",
    // Carriers.
    "\u{1b}[31mpassword\u{1b}[0m=‹abc›",
    "\\u001b[31mpassword\\u001b[0m=‹abc›",
    "{&quot;password&quot;:&quot;‹a b›&quot;,&quot;x&quot;:1}",
    "%7B%22password%22%3A%22‹a%20b›%22%7D",
    "https://x?token=‹ab%26cd›&x=1",
    "redirect=https%3A%2F%2Fx%3Ftoken%3D‹abc›%26y%3D1",
    "redirect=https%253A%252F%252Fx%253Ftoken%253D‹abc›%2526y%253D1",
    "pass\u{200b}word=‹abc›",
    "ｐａｓｓｗｏｒｄ＝‹abc›",
    "“password”：“‹a b›”",
    r"\u5bc6\u7801：‹abc123›",
    // Labels.
    "密码：‹abc 123›",
    "密钥: ‹abc›",
    "令牌=‹abc›",
    "手机号：‹010-12345678›",
    "验证码：‹1234›",
    "您的验证码是‹482913›，5 分钟内有效",
    "‹482913›为您的验证码",
    "verification code: ‹482913›",
    "Your verification code is ‹482913›.",
    "‹482913› is your verification code",
    "api key: ‹abc›",
    "pin: ‹48291:› no such file",
    "failed: password: ‹Zq7xK2vLp9:› no such file",
    // By form.
    "id ‹AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE›.",
    "/a/‹AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE›/2024/cos/tc3_request",
    "jwt-‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_def-1›",
    "Bearer ‹abcdefghij›",
    "use Basic ‹dXNlcjpwYXNz›",
    "-----BEGIN PRIVATE KEY-----‹\nMIIEvQIBADAN\nBgkq+/=\n›-----END PRIVATE KEY-----",
    "‹MIIEvQIBADAN\nBgkq›-----END PRIVATE KEY-----",
    "‹ghp_16C7e42F292c6912E7710c838347Ae178B4a›",
    "‹github_pat_11ABCDEFG0abcdefghij_klmnop›",
    "‹npm_abcdefghij0123456789abcdefghij012345›",
    "key ‹sk-abcdef0123456789abcdef›",
    "‹sk-proj-ab_cd-0123456789abcdef›",
    "‹xoxb-1234567890-abcdefghij›",
    "‹AIzaSyA1234567890abcdefghijklmnopqrstuv›",
    "‹glpat-abcdefghij0123456789›",
    "‹hf_abcdefghij0123456789abcdefghij0123›",
    "‹LTAI5tAbcdefghij0123456789›",
    "‹AKIAIOSFODNN7EXAMPLE›",
    "mysql://‹root:p/ss@w0rd›@10.0.0.1:3306/db",
    "https://‹token›@github.com/x",
    "redis://‹:abc%40d›@host",
    "https://hooks.slack.com/services/‹T0001/B0002/abcdefghijkl›",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=‹693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa›",
    "https://open.feishu.cn/open-apis/bot/v2/hook/‹5a1b2c3d-0000-1111-2222-333344445555›",
    "call ‹13800138000›.",
    "call +‹86 138 0013 8000› now",
    "call ‹138-0013-8000› now",
    "call ‹8613800138000› now",
    "mail ‹some.one+tag@example.com›.",
    "mail=‹someone%40example.com›&x=1",
    "card ‹6222021234567890128›",
    "card ‹4111 1111 1111 1111› x",
    "id ‹11010519491231002X›",
    "login ‹123456,0123456789abcdef0123456789abcdef›",
    "The value `‹hunter2›` specified in the parameter `Password` is not valid",
];

#[test]
fn secrets_are_hidden() {
    let mut wrong = Vec::new();
    for row in HIDDEN {
        let input: String = row.replace(['‹', '›'], "");
        let mut want = String::new();
        let mut rest = *row;
        while let Some((before, after)) = rest.split_once('‹') {
            let (_, after) = after.split_once('›').expect("a closing mark");
            want.push_str(before);
            want.push_str("***");
            rest = after;
        }
        want.push_str(rest);
        let got = masked(&input);
        if got != want {
            wrong.push(format!(
                "  input {input:?}\n  want  {want:?}\n  got   {got:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        HIDDEN.len(),
        wrong.join("\n\n")
    );
}

/// Texts in which nothing is a secret.
const SHOWN: &[&str] = &[
    "token expired",
    "token is expired",
    "access_token is invalid or not latest rid: 6512f1a2-1b2c3d4e-5f6a7b8c",
    "secretId is invalid",
    "SecretId不存在",
    "password is wrong",
    "密码错误",
    "密码为空",
    "密钥不存在：请检查",
    "签名校验失败",
    "验证码错误",
    "invalid credential, access_token is invalid or not latest",
    "token is missing: see the page",
    "Unexpected token < in JSON at position 0",
    "SyntaxError: Unexpected token u in JSON at position 0",
    r#"{"token":null,"password":"","secret":true}"#,
    "password=***",
    "secretKey: your-secret-key",
    "TOKEN=${TOKEN} KEY=$SECRET_KEY",
    "--token <TOKEN>",
    "SIGN_PARAM_INVALID",
    "INVALID_ACCESS_TOKEN: the request was refused",
    "InvalidParameter.Password: the value has 7 characters",
    "AuthFailure.SignatureFailure: The provided credentials could not be validated.",
    "AuthFailure.TokenFailure",
    r#"{"Code":"AuthFailure.SecretIdNotFound","Message":"The SecretId is not found"}"#,
    "RequestId: 7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe",
    "requestId=NjUwMGY4ZDFfMTIzNDU2Nzg5MF8xMjM0XzU2Nzg=",
    "env prod-1gabcdef12345678 bucket demo-1250000000.cos.ap-guangzhou.myqcloud.com",
    "APPID 1250000000 uin 100012345678",
    "ETag: \"5d41402abc4b2a76b9719d911017c592\"",
    "md5 5d41402abc4b2a76b9719d911017c592",
    "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "commit 1a2b3c4d5e6f7a8b9c0d",
    "2024-01-01T10:00:00.123Z 1700000000123 1700000000",
    "order 138001380001 stays",
    "@cloudbase/node-sdk@2.9.0 and node-sdk@2.9.0-beta.next",
    "root@VM-0-4-centos",
    "https://console.cloud.tencent.com/tcb/env/index?envId=prod-1gabc#/hook",
    "http://127.0.0.1:8080/path",
    "total_tokens=4096 max_tokens: 1000",
    "token_type=bearer",
    "Bearer token is missing",
    "WWW-Authenticate: Bearer realm=\"example\"",
    "Basic authentication required",
    "sk-learn-contributors-and-more-people",
    "npm_config_registry",
    "cookie is not set",
    "PASS: TestFoo (0.01s)",
    "design: x, monkey: y, mapping=z",
    "credential: tencentcloud: no valid provider",
    "tencentcloud: secret not found",
    "{SecretId: SecretKey: Region:ap-guangzhou}",
    "credentials: 'include'",
    "The signature we calculated does not match the signature you provided",
    "missing parameter `token`",
    r#"required: ["password","username"]"#,
    "at token (parser.js:12:5)",
    "[TencentCloudSDKError] Code=FailedOperation, Message=token is wrong, RequestId=7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe",
    "wx1234567890abcdef oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
    "session id 1234567890123456",
];

#[test]
fn what_is_no_secret_stays() {
    let mut wrong = Vec::new();
    for text in SHOWN {
        let got = masked(text);
        if got != *text {
            wrong.push(format!("  input {text:?}\n  got   {got:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        SHOWN.len(),
        wrong.join("\n\n")
    );
}

/// What an attacker repeats to have the text read again and again.
const REPEATED: &[&str] = &[
    "pwd=",
    "token=",
    "cookie:",
    "cookie: ",
    "token:",
    "token: ",
    "token ",
    "token\t",
    "\"token\":",
    "\"token\",",
    "token(",
    "token|",
    "token>",
    "\"token\">",
    "<token>",
    "<token ",
    "token=\"",
    "token='",
    "token=\\\"",
    "token=&quot;",
    "token%3D",
    "token=[",
    "token=[a, ",
    "token=[\"a\",",
    "cookies={",
    "cookies={a:",
    "sign=",
    "sign:",
    "otp=",
    "otp(",
    "otp|",
    "otp ",
    "pass=",
    "ak:",
    "data=",
    "data:\"",
    "value=\"",
    "\"value\":",
    "\"Key\":\"token\",",
    "authorization:",
    "authorization: is, ",
    "authorization=a=\"",
    "a://",
    "a://b:c/",
    "a:b@",
    "@",
    "a@",
    "a@b.",
    "a.",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "-----",
    "sk-",
    "sk-a",
    "eyJ",
    "AKID",
    "AKIDa",
    "MII",
    "MIIa",
    "xoxb-",
    "SG.",
    "1",
    "13",
    "138 ",
    "4111-",
    "62",
    "86",
    "密码",
    "密码：",
    "密码为",
    "验证码",
    "验证码(",
    "token\n",
    "token:\n",
    "token:\n ",
    "token: |\n ",
    "token: is ",
    "token=is,",
    "Bearer ",
    "Basic ",
    "-u ",
    "--token ",
    "-u a:",
    "`token` ",
    "parameter `token` ",
    "the value `a` in `token` ",
    "hooks.slack.com/services/",
    "\\",
    "\\\\\"",
    "\"",
    "'",
    "%",
    "%25",
    "&amp;",
    "&#",
    "\\u003d",
    "\\u001b[",
    "\u{1b}]",
    "\u{1b}[",
    "\u{200b}",
    "“",
    "token=“",
    " ",
    "\t",
    "\n",
    "a",
    "{",
    "[",
    "token:{",
    "token=(",
    "token=)",
    "token=,",
    "token=&",
    "token=;",
    "token=\\n",
    "token=\\",
    "is token ",
    "a b@",
    "<![CDATA[",
    "<token><![CDATA[",
    "token:: ",
    "token==",
    "token is ",
    "token is is ",
];

#[test]
fn no_text_is_read_again_and_again() {
    for piece in REPEATED {
        for (before, after) in [("", ""), ("x ", "\""), ("{\"token\":\"", "\n")] {
            let looks = |size: usize| {
                let text = format!("{before}{}{after}", piece.repeat(size / piece.len()));
                let decoded = super::view::decoded(&text);
                let view = View::of(&text, decoded.as_ref());
                let _ = found(&view);
                view.looks()
            };
            let (once, twice) = (looks(16 << 10), looks(32 << 10));
            // 23 looks for every ten: a line that grows, not a square.
            let grown = twice as f64 / once.max(1) as f64;
            assert!(
                grown < 2.3,
                "{piece:?} in {before:?}: {once} looks, of twice {twice}"
            );
            assert!(twice < 400 * (32 << 10), "{piece:?}: {twice} looks");
        }
    }
}
